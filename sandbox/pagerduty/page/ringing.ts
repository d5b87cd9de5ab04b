import { type Account, incidentOf } from "../account.ts";
import { userOf } from "../directory.ts";
import type { Ring } from "../rings.ts";
import { type Html, html } from "./html.ts";
import { clockTime } from "./time.ts";

/** So many of the rings that are over are shown at once; the older ones unfold. */
const SHOWN = 5;

/** Whose phones ring now, and below whose rang before: when and why, the newest first. */
export function ringing(account: Account): Html {
  const now = account.rings.filter(({ until }) => until === null);
  const before = account.rings.filter(({ until }) => until !== null).toReversed();
  return html`<section data-live id="ringing">
    ${now.length === 0 ? html`<p class="quiet">Nobody is being rung.</p>` : now.map((ring) => ringCard(account, ring))}
    <ol>${before.slice(0, SHOWN).map((ring) => rung(account, ring))}</ol>
    ${
      before.length <= SHOWN
        ? null
        : html`<details><summary>Who was rung before (${before.length - SHOWN})</summary>
      <ol>${before.slice(SHOWN).map((ring) => rung(account, ring))}</ol></details>`
    }
  </section>`;
}

function ringCard(account: Account, ring: Ring): Html {
  return html`<a class="ring" href="#${ring.incident}"><span class="phone" aria-hidden="true">📞</span>
    <span><strong>${userOf(account.directory, ring.user).name}</strong> is being rung: ${ring.reason}<br>
    <small>since ${clockTime(ring.at)} · ${incidentOf(account, ring.incident).title}</small></span></a>`;
}

function rung(account: Account, { at, until, user, reason, incident }: Ring): Html {
  return html`<li><time>${clockTime(at)}</time> ${userOf(account.directory, user).name} was rung: ${reason},
    <a href="#${incident}">#${incidentOf(account, incident).number}</a>${until === null ? null : ` until ${clockTime(until)}`}</li>`;
}
