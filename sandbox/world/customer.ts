import type { Random } from "./random.ts";

/** Somebody who uses the product, on one device, signed in once. */
export interface Customer {
  /** The user's id in the Cognito pool. */
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  readonly address: string;
  readonly device: Device;
  readonly session: Session;
}

export interface Device {
  readonly userAgent: string;
  readonly language: string;
}

/** What a sign-in leaves in every token: it stays the same from request to request. */
export interface Session {
  /** Epoch ms. */
  readonly since: number;
  readonly eventId: string;
  readonly originJti: string;
  readonly jti: string;
  /** 256 bytes in base64url. Made up: nothing here verifies a token. */
  readonly signature: string;
}

const GIVEN = [
  ..."Aisha Alba Amara Anton Astrid Bruno Camila Carlos Chiara Daan Dilnoza Elena Emre Esther Farid Fatima".split(" "),
  ..."Finn Freya Giulia Hana Hugo Ibrahim Ines Ivan Jana Joao Kaito Katya Kofi Lena Liam Lucia Mateo Mei".split(" "),
  ..."Milan Nadia Noah Nora Olga Oskar Paula Priya Rafael Rosa Samir Sofia Tariq Tomas Ursula Viktor Yara Zofia".split(
    " ",
  ),
];
const FAMILY = [
  ..."Adeyemi Ahmed Almeida Andersson Baker Bauer Bianchi Castillo Chen Dubois Eriksen Fischer Garcia Haddad".split(
    " ",
  ),
  ..."Hansen Horvat Ivanova Jansen Kaya Keller Kim Kowalski Lopez Mensah Moreau Nakamura Novak Okafor Olsen".split(" "),
  ..."Papadopoulos Patel Popescu Rossi Sato Schmidt Silva Singh Sokolov Suzuki Tanaka Torres Virtanen Weber".split(" "),
];
const MAIL_HOSTS = ["example.com", "example.net", "example.org", "mail.example.com"];
const LANGUAGES = ["de-DE,de;q=0.9,en;q=0.7", "en-GB,en;q=0.9", "fr-FR,fr;q=0.9,en;q=0.6", "es-ES,es;q=0.9", "en-US"];
const USER_AGENTS = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
  "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
];
/** The networks that RFC 5737 keeps for documentation. */
const NETWORKS = ["192.0.2", "198.51.100", "203.0.113"];
const LONGEST_SESSION_MS = 40 * 60_000;

/** `before`: epoch ms by which all of them have signed in. `apps`: user agents of the product's own apps. */
export function createCustomers(
  random: Random,
  { count, before, apps = [] }: { count: number; before: number; apps?: readonly string[] },
): Customer[] {
  return Array.from({ length: count }, (_, place) => {
    const [given, family] = [random.pick(GIVEN), random.pick(FAMILY)];
    return {
      sub: random.uuid(),
      name: `${given} ${family}`,
      email: `${given}.${family}${place}@${random.pick(MAIL_HOSTS)}`.toLowerCase(),
      address: `${random.pick(NETWORKS)}.${random.int(1, 254)}`,
      device: { userAgent: random.pick([...USER_AGENTS, ...apps]), language: random.pick(LANGUAGES) },
      session: {
        since: before - Math.floor(random.between(0, LONGEST_SESSION_MS)),
        eventId: random.uuid(),
        originJti: random.uuid(),
        jti: random.uuid(),
        signature: random.bytes(256).toString("base64url"),
      },
    };
  });
}
