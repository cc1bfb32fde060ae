import { fabrique, serveurDeTest, type ServeurDeTest } from './serveur-de-test.ts';

/** A server whose base has an account of each kind; and the ids of those that a test changes. */
export async function serveurAvecDesComptes(): Promise<{
  serveur: ServeurDeTest;
  comptes: Readonly<Record<string, string>>;
}> {
  const serveur = await serveurDeTest();
  const comptes: Record<string, string> = {};
  await serveur.unite(async (unite) => {
    for (const nom of ['agent', 'verrou', 'adresse', 'fixe', 'ferme', 'session', 'absolue', 'suite'])
      comptes[nom] = (await fabrique.agent(unite, `${nom}@caf.fr`)).compteId;
    comptes['analyste'] = (await fabrique.analyste(unite, 'analyste@caf.fr')).compteId;
    const marins = await fabrique.partenaire(unite, 'Commune des Marins');
    comptes['partenaire'] = (await fabrique.utilisateur(unite, 'partenaire@commune.fr', marins)).compteId;
    await fabrique.utilisateur(unite, 'futur@commune.fr', marins, { ouvertLe: '2026-04-01' });
    await fabrique.utilisateur(unite, 'clos@commune.fr', marins, { closLe: '2026-03-02' });
    await fabrique.utilisateur(unite, 'double@commune.fr', marins);
    await fabrique.utilisateur(
      unite,
      'double@commune.fr',
      await fabrique.partenaire(unite, 'Commune des Dunes'),
    );
  });
  return { serveur, comptes };
}
