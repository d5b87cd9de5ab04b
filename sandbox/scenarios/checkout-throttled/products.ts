/** What the shop sells. Prices in euro cents. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly priceCents: number;
}

export const CATEGORIES = ["lamps", "chairs", "kitchen", "garden"] as const;

export const PRODUCTS: readonly Product[] = [
  { sku: "LMP-1001", name: "Desk lamp Halo, brass", category: "lamps", priceCents: 8900 },
  { sku: "LMP-1002", name: "Floor lamp Arc", category: "lamps", priceCents: 14900 },
  { sku: "LMP-1003", name: "Pendant Mira, smoked glass", category: "lamps", priceCents: 11900 },
  { sku: "LMP-1004", name: "Night light Moth", category: "lamps", priceCents: 2450 },
  { sku: "CHR-2001", name: "Chair Fjord, oak", category: "chairs", priceCents: 18900 },
  { sku: "CHR-2002", name: "Rocking chair Tide", category: "chairs", priceCents: 32900 },
  { sku: "CHR-2003", name: "Stool Pip", category: "chairs", priceCents: 5900 },
  { sku: "KTC-3001", name: "Kettle Ember, 1.2 l", category: "kitchen", priceCents: 7900 },
  { sku: "KTC-3002", name: "Chef's knife, 20 cm", category: "kitchen", priceCents: 9400 },
  { sku: "KTC-3003", name: "Set of four bowls", category: "kitchen", priceCents: 4200 },
  { sku: "KTC-3004", name: "Cast iron pan, 28 cm", category: "kitchen", priceCents: 6500 },
  { sku: "GRD-4001", name: "Watering can Reed", category: "garden", priceCents: 3900 },
  { sku: "GRD-4002", name: "Bench Meadow, teak", category: "garden", priceCents: 27900 },
  { sku: "GRD-4003", name: "Lantern Firefly", category: "garden", priceCents: 3400 },
];
