import type { Customer } from "../../world/customer.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Random } from "../../world/random.ts";

/** A ride that somebody wants. */
export interface Ride {
  readonly id: string;
  readonly rider: Customer;
  readonly pickup: Place;
  readonly dropoff: Place;
  readonly product: string;
  /** Booked ahead: when it begins, epoch ms. Null: now. */
  readonly scheduledFor: number | null;
}

export interface Place {
  readonly address: string;
  readonly zone: string;
  readonly lat: number;
  readonly lon: number;
}

export interface Driver {
  readonly id: string;
  readonly name: string;
  readonly vehicle: string;
  readonly plate: string;
}

const ADDRESSES = [
  "Central Station, south exit",
  "Market Square 3",
  "Harbour Street 41",
  "University Hospital",
  "Opera, main entrance",
  "Airport, terminal 2",
  "Mill Lane 12",
  "Old Brewery Yard",
  "Riverside Park, gate C",
  "Exhibition Hall 5",
];
const ZONES = ["A1", "A2", "B1", "B2", "C1"];
const PRODUCTS = ["standard", "standard", "standard", "xl", "electric"];
const VEHICLES = ["Skoda Enyaq", "Toyota Corolla", "Mercedes V 250", "VW ID.4", "Hyundai Ioniq 5"];
const DRIVERS = ["Anke", "Bilal", "Chidi", "Dora", "Edis", "Farah", "Goran", "Hatice", "Ivo", "Jette"];

export function newRide(random: Random, rider: Customer, scheduledFor: number | null): Ride {
  const [from = "", to = ""] = random.shuffled(ADDRESSES);
  return {
    id: `ride_${random.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 14)}`,
    rider,
    pickup: placeAt(random, from),
    dropoff: placeAt(random, to),
    product: random.pick(PRODUCTS),
    scheduledFor,
  };
}

export function pickDriver(random: Random): Driver {
  return {
    id: `drv_${random.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 8)}`,
    name: random.pick(DRIVERS),
    vehicle: random.pick(VEHICLES),
    plate: `${random.text("ABCDEFGHKLMNPRSTUVWXYZ", 2)}-${random.text("ABCDEFGHKLMNPRSTUVWXYZ", 2)} ${random.int(100, 9999)}`,
  };
}

/** The pickup as requests and events write it: a ride that begins now has no time of its own. */
export function pickupOf({ pickup, scheduledFor }: Ride): JsonObject {
  return { ...pickup, ...(scheduledFor === null ? {} : { scheduledFor: new Date(scheduledFor).toISOString() }) };
}

function placeAt(random: Random, address: string): Place {
  const degrees = (middle: number): number => Math.round((middle + random.between(-0.06, 0.06)) * 1e5) / 1e5;
  return { address, zone: random.pick(ZONES), lat: degrees(51.3397), lon: degrees(12.3731) };
}
