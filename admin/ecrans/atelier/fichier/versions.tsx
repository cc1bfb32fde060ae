import { Link } from 'react-router-dom';
import type { PageFichier } from '#admin/ecrans/atelier/fichier/client.ts';
import type { ActivationListe, VersionListe } from '#src/domain/politique/consultation/vues.ts';
import { instantFr } from '#src/kernel/francais.ts';
import { session } from '#admin/ui/etat.ts';
import { Pastille } from '#admin/ui/valeur.tsx';
import { periode } from '#admin/ecrans/atelier/commun/dates.ts';
import { adresseDe } from '#admin/ecrans/atelier/commun/adresses.ts';

/** States of a version, in words. */
export const ETATS = {
  'en-vigueur': { libelle: 'En vigueur', ton: 'succes' },
  programmee: { libelle: 'Programmée', ton: 'info' },
  annulee: { libelle: 'Annulée avant son jour', ton: 'neutre' },
  remplacee: { libelle: 'Remplacée', ton: 'neutre' },
} as const;

/** Every version of the file, and when each applied. */
export function Versions({ donnees: { chronologie, version, moi } }: { donnees: PageFichier }) {
  const { genre, jeu, versions, brouillons, soumissions, activations } = chronologie;
  return (
    <>
      <FriseDesVersions versions={versions} />
      <section className="carte" aria-label="Versions">
        <h2>Versions</h2>
        <div className="table-cadre" role="region" aria-label="Versions du fichier" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Version</th>
                <th scope="col">État</th>
                <th scope="col">En vigueur</th>
                <th scope="col">Publiée le</th>
                <th scope="col">Auteur</th>
                <th scope="col">Approbateur</th>
                <th scope="col">Empreinte</th>
              </tr>
            </thead>
            <tbody>
              {brouillons.map(({ id, numero, auteur, modifieLe }) => (
                <tr key={id}>
                  <th scope="row" data-libelle="Version">
                    <Link to={adresseDe('brouillon', { id })}>{numero}</Link>
                  </th>
                  <td data-libelle="État">
                    <Pastille ton="neutre">Brouillon</Pastille>
                  </td>
                  <td data-libelle="En vigueur">—</td>
                  <td data-libelle="Publiée le">modifié le {instantFr(modifieLe, session.fuseau)}</td>
                  <td data-libelle="Auteur">{auteur.compteId === moi ? 'Vous' : (auteur.nom ?? '—')}</td>
                  <td data-libelle="Approbateur">—</td>
                  <td data-libelle="Empreinte">—</td>
                </tr>
              ))}
              {soumissions
                .filter(({ etat }) => etat !== 'approuve')
                .map(({ id, numero, etat, auteur, traitePar, motif, empreinte }) => (
                  <tr key={id}>
                    <th scope="row" data-libelle="Version">
                      <Link to={adresseDe('approbation', { id })}>{numero}</Link>
                    </th>
                    <td data-libelle="État">
                      <Pastille ton={etat === 'soumis' ? 'attention' : 'neutre'}>
                        {
                          { soumis: 'Soumise', rejete: 'Rejetée', retire: 'Retirée', approuve: 'Approuvée' }[
                            etat
                          ]
                        }
                      </Pastille>
                    </td>
                    <td data-libelle="En vigueur">—</td>
                    <td data-libelle="Publiée le">{motif ?? '—'}</td>
                    <td data-libelle="Auteur">{auteur.nom ?? '—'}</td>
                    <td data-libelle="Approbateur">{traitePar?.nom ?? '—'}</td>
                    <td data-libelle="Empreinte">
                      <Empreinte texte={empreinte} />
                    </td>
                  </tr>
                ))}
              {versions.map((ligne) => (
                <tr key={ligne.empreinte}>
                  <th scope="row" data-libelle="Version">
                    <Link
                      to={adresseDe('regle', { genre, jeu, version: ligne.empreinte, vue: 'versions' })}
                      aria-current={ligne.empreinte === version?.empreinte ? 'true' : undefined}
                    >
                      {ligne.numero}
                    </Link>
                  </th>
                  <td data-libelle="État">
                    <Pastille ton={ETATS[ligne.etat].ton}>{ETATS[ligne.etat].libelle}</Pastille>
                  </td>
                  <td data-libelle="En vigueur">{ligne.intervalles.map(periode).join(', ') || '—'}</td>
                  <td data-libelle="Publiée le">{instantFr(ligne.publieLe, session.fuseau)}</td>
                  <td data-libelle="Auteur">
                    {ligne.auteur?.nom ?? (ligne.origine === 'initialisation' ? 'Livrée' : '—')}
                  </td>
                  <td data-libelle="Approbateur">{ligne.approbateur?.nom ?? '—'}</td>
                  <td data-libelle="Empreinte">
                    <Empreinte texte={ligne.empreinte} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {activations.length > 0 && <Activations activations={activations} />}
    </>
  );
}

const Empreinte = ({ texte }: { texte: string }) => (
  <span className="code" title={texte}>
    {texte.slice(0, 12)}…
  </span>
);

/** When each version rules, one line per version. */
function FriseDesVersions({ versions }: { versions: readonly VersionListe[] }) {
  const bornes = versions
    .flatMap(({ intervalles }) => intervalles.flatMap(({ du, au }) => [du, au]))
    .filter((borne) => borne !== null)
    .map((iso) => Date.parse(iso));
  if (bornes.length === 0) return null;
  const debut = Math.min(...bornes);
  const fin = Math.max(...bornes, Date.now()) + 365 * 86_400_000;
  const place = (iso: string | null, defaut: number): number =>
    (((iso === null ? defaut : Date.parse(iso)) - debut) / (fin - debut)) * 600;
  const visibles = versions.filter(({ intervalles }) => intervalles.length > 0);
  return (
    <section className="carte" aria-label="Chronologie des versions">
      <h2>Chronologie des versions</h2>
      <ul className="frises-de-versions">
        {visibles.map(({ empreinte, numero, etat, intervalles }) => (
          <li key={empreinte}>
            <span>
              <strong>{numero}</strong> <span className="discret">{intervalles.map(periode).join(', ')}</span>
            </span>
            <svg
              className="frise"
              viewBox="0 0 600 20"
              preserveAspectRatio="none"
              aria-hidden="true"
              focusable="false"
            >
              {intervalles.map(({ du, au }) => {
                const x = place(du, debut);
                return (
                  <rect
                    key={du ?? ''}
                    className={`bande bande--${etat}`}
                    x={x}
                    y="3"
                    width={Math.max(place(au, fin) - x, 2)}
                    height="14"
                    rx="3"
                  />
                );
              })}
            </svg>
          </li>
        ))}
      </ul>
    </section>
  );
}

const ORIGINES: Readonly<Record<string, string>> = {
  initialisation: 'Livraison',
  approbation: 'Approbation',
  reactivation: 'Réactivation',
  urgence: 'Réactivation en urgence',
  annulation: 'Annulation d’une version programmée',
};

function Activations({ activations }: { activations: readonly ActivationListe[] }) {
  return (
    <section className="carte" aria-label="Ce que l’application a su">
      <h2>Ce que l’application a su</h2>
      <p className="carte-intro">
        Une décision passée s’explique par ce qui était connu le jour où elle a été prise.
      </p>
      <ol className="chronologie">
        {activations.map((activation) => (
          <li key={activation.id} className={`etape ${activation.connuAu === null ? 'etape--succes' : ''}`}>
            <p className="etape-titre">
              Version {activation.numero} en vigueur {periode(activation)}
            </p>
            <p className="etape-quand">
              Su le {instantFr(activation.connuDu, session.fuseau)}
              {activation.connuAu && `, jusqu’au ${instantFr(activation.connuAu, session.fuseau)}`} ·{' '}
              {ORIGINES[activation.origine] ?? activation.origine}
            </p>
            <p className="etape-detail">
              {[
                activation.motif,
                activation.demandePar?.nom && `Demandée par ${activation.demandePar.nom}`,
                activation.confirmePar?.nom && `confirmée par ${activation.confirmePar.nom}`,
              ]
                .filter(Boolean)
                .join(' – ')}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The text of a version, as it was published. */
export function Texte({
  jeu,
  version: { texte, numero, empreinte },
}: {
  jeu: string;
  version: NonNullable<PageFichier['version']>;
}) {
  const telecharger = () => {
    const adresse = URL.createObjectURL(new Blob([texte], { type: 'application/json' }));
    Object.assign(document.createElement('a'), { href: adresse, download: `${jeu}-${numero}.json` }).click();
    URL.revokeObjectURL(adresse);
  };
  return (
    <section className="carte" aria-label="Fichier publié">
      <header className="carte-entete">
        <h2>Fichier publié</h2>
        <button type="button" className="bouton" onClick={telecharger}>
          Télécharger
        </button>
      </header>
      <p className="carte-intro">
        Empreinte : <span className="code">{empreinte}</span>
      </p>
      <pre tabIndex={0}>{texte}</pre>
    </section>
  );
}
