/** `npm run bench [-- name]`: figures anyone can take again. One file per bench; none asserts a time. */
export const BENCS: Readonly<Record<string, () => Promise<{ mesurer: () => Promise<void> }>>> = {
  impact: () => import('./impact.ts'),
  memoire: () => import('./memoire.ts'),
  porte: () => import('./porte.ts'),
  saisie: () => import('./saisie.ts'),
};

const demandes = process.argv.slice(2);
const inconnus = demandes.filter((nom) => !Object.hasOwn(BENCS, nom));
if (inconnus.length > 0) {
  process.stderr.write(`Unknown bench: ${inconnus.join(', ')}. Known: ${Object.keys(BENCS).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  for (const [nom, charger] of Object.entries(BENCS))
    if (demandes.length === 0 || demandes.includes(nom)) await (await charger()).mesurer();
}
