import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { PageFichier } from '#admin/ecrans/atelier/fichier/contrat.ts';
import type { ActivationListe, VersionListe } from '#src/domain/regle/vues.ts';
import { formaterInstant } from '#admin/definition/affichage.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { periode } from '#admin/ecrans/atelier/commun/dates.ts';
import { MesureDesScenarios } from '#admin/ecrans/atelier/fichier/mesure.tsx';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { Boutons } from '#admin/ecrans/atelier/commun/boutons.tsx';
import { Champ } from '#admin/ecrans/atelier/commun/champ.tsx';
import { Dialogue } from '#admin/ecrans/atelier/commun/dialogue.tsx';
import { Onglets } from '#admin/ecrans/atelier/commun/onglets.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran, poster, type Refus } from '#admin/ecrans/client.tsx';
import { Reactivations } from '#admin/ecrans/atelier/commun/reactivations.tsx';
import { ContenuRendu } from '#admin/ecrans/atelier/commun/rendu/contenu.tsx';

/** A rule file: one of its versions in words, its history, its text. */
export function PageFichierDeRegles() {
  return (
    <PageDEcran ecran="regle">{(donnees, outils) => <Fichier donnees={donnees} {...outils} />}</PageDEcran>
  );
}

const ETATS = {
  'en-vigueur': { libelle: 'En vigueur', ton: 'succes' },
  programmee: { libelle: 'Programmée', ton: 'info' },
  annulee: { libelle: 'Annulée avant son jour', ton: 'neutre' },
  remplacee: { libelle: 'Remplacée', ton: 'neutre' },
} as const;

function Fichier({ donnees, recharger, cle }: { donnees: PageFichier; recharger: () => void; cle: string }) {
  const { titre, chronologie, version, contenu, boutons, aujourdhui, moi, peutEcrire } = donnees;
  const { genre, jeu } = chronologie;
  const [parametres, setParametres] = useSearchParams();
  const [acte, setActe] = useState<'reactiver' | 'annuler'>();
  const [refus, setRefus] = useState<Refus>();
  const naviguer = useNavigate();
  const { annoncer } = useAvis();
  const vue = parametres.get('vue') ?? 'lecture';
  const choisir = (nom: string) =>
    setParametres(
      (avant) => {
        avant.set('vue', nom);
        return avant;
      },
      { replace: true },
    );
  const agir = async (nom: string) => {
    if (nom === 'reactiver' || nom === 'annuler') return setActe(nom);
    const depuis = nom.split(':')[1] ?? '';
    const { resultat, refus: non } = await poster('regle', 'creer', { depuis });
    if (resultat) {
      const reprise = chronologie.versions.find(({ empreinte }) => empreinte === depuis);
      annoncer({
        type: 'success',
        message:
          reprise?.etat === 'programmee'
            ? `Le brouillon a été créé : il reprend la version ${reprise.numero}, programmée, sous un nouveau numéro.`
            : 'Le brouillon a été créé : il reprend cette version, sous un nouveau numéro.',
      });
      return naviguer(adresseDe('brouillon', { id: resultat.id }), { state: { garderAvis: true } });
    }
    setRefus(non);
  };
  return (
    <Page
      titre={titre}
      surtitre={version ? `Version ${version.numero}` : undefined}
      fil={filDe({ libelle: titre })}
      cle={`${genre}/${jeu}/${version?.empreinte ?? ''}`}
      etat={version && <Pastille ton={ETATS[version.etat].ton}>{ETATS[version.etat].libelle}</Pastille>}
      actions={boutons.length > 0 && <Boutons boutons={boutons} agir={(nom) => void agir(nom)} />}
    >
      <AvisDeRefus refus={refus} />
      {contenu?.genre === 'regles' && contenu.rendu.fictives.length > 0 && (
        <div className="avis avis--erreur">
          <Icone nom="alerte" />
          <p>
            <strong>Valeurs fictives :</strong> {contenu.rendu.fictives.join(' ; ')}. Les montants qui en
            dépendent n’ont pas de valeur.
          </p>
        </div>
      )}
      <Reactivations
        reactivations={chronologie.reactivations.filter(({ etat }) => etat === 'demandee')}
        titreDe={() => titre}
        moi={moi}
        peutEcrire={peutEcrire}
        recharger={recharger}
      />
      <Onglets
        libelle="Vues de la version"
        choisi={vue}
        choisir={choisir}
        onglets={[
          {
            nom: 'lecture',
            libelle: 'Lecture',
            contenu: contenu ? (
              <ContenuRendu contenu={contenu} aujourdhui={aujourdhui} />
            ) : (
              <p className="vide">Aucune version de ce fichier n’est encore publiée.</p>
            ),
          },
          { nom: 'versions', libelle: 'Versions', contenu: <Versions donnees={donnees} /> },
          ...(contenu?.genre === 'regles' && version
            ? [
                {
                  nom: 'scenarios',
                  libelle: 'Scénarios',
                  contenu: <MesureDesScenarios key={version.empreinte} empreinte={version.empreinte} />,
                },
              ]
            : []),
          { nom: 'fichier', libelle: 'Fichier', contenu: version && <Texte jeu={jeu} version={version} /> },
        ]}
      />
      {acte === 'reactiver' && version && (
        <DialogueDeReactivation
          version={version}
          fermer={() => setActe(undefined)}
          fait={() => {
            setActe(undefined);
            recharger();
          }}
          key={cle}
        />
      )}
      {acte === 'annuler' && version && (
        <DialogueDAnnulation
          version={version}
          fermer={() => setActe(undefined)}
          fait={() => {
            setActe(undefined);
            recharger();
          }}
          key={cle}
        />
      )}
    </Page>
  );
}

function Versions({ donnees: { chronologie, version, moi } }: { donnees: PageFichier }) {
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
                  <td data-libelle="Publiée le">modifié le {formaterInstant(modifieLe, session.fuseau)}</td>
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
                  <td data-libelle="Publiée le">{formaterInstant(ligne.publieLe, session.fuseau)}</td>
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
              Su le {formaterInstant(activation.connuDu, session.fuseau)}
              {activation.connuAu && `, jusqu’au ${formaterInstant(activation.connuAu, session.fuseau)}`} ·{' '}
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

function Texte({
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

function DialogueDAnnulation({
  version: { empreinte, numero },
  fermer,
  fait,
}: {
  version: VersionListe;
  fermer: () => void;
  fait: () => void;
}) {
  const [motif, setMotif] = useState('');
  const [refus, setRefus] = useState<Refus>();
  const { annoncer } = useAvis();
  const envoyer = async () => {
    const { refus: non } = await poster('regle', 'annuler', { empreinte, motif });
    setRefus(non);
    if (non) return;
    annoncer({
      type: 'success',
      message: `L’annulation de la version ${numero} est demandée : une autre personne doit la confirmer, avant le jour d’effet.`,
    });
    fait();
  };
  return (
    <Dialogue titre={`Annuler la version ${numero}`} fermer={fermer}>
      <p className="intro">
        Cette version est programmée, et ne s’appliquera pas : ses jours reviennent à la version d’avant. Une
        deuxième personne confirme. Le numéro {numero} reste pris.
      </p>
      <AvisDeRefus refus={refus} />
      <Champ
        libelle="Motif"
        obligatoire
        long
        valeur={motif}
        changer={setMotif}
        erreur={refus?.champs['motif']}
      />
      <div className="formulaire-actions">
        <button type="button" className="bouton" onClick={fermer}>
          Revenir
        </button>
        <button type="button" className="bouton bouton--danger" onClick={() => void envoyer()}>
          Demander l’annulation
        </button>
      </div>
    </Dialogue>
  );
}

function DialogueDeReactivation({
  version,
  fermer,
  fait,
}: {
  version: VersionListe;
  fermer: () => void;
  fait: () => void;
}) {
  const [saisie, setSaisie] = useState({ du: '', au: '', motif: '' });
  const [refus, setRefus] = useState<Refus>();
  const { annoncer } = useAvis();
  const champ = (nom: keyof typeof saisie) => ({
    valeur: saisie[nom],
    changer: (valeur: string) => setSaisie({ ...saisie, [nom]: valeur }),
    erreur: refus?.champs[nom],
  });
  const envoyer = async (action: 'reactiver' | 'urgence') => {
    const { refus: non } = await poster('regle', action, { ...saisie, empreinte: version.empreinte });
    setRefus(non);
    if (non) return;
    annoncer({
      type: 'success',
      message:
        action === 'urgence'
          ? `La version ${version.numero} est réactivée en urgence ; s’il y a d’autres analystes, ils en sont avertis.`
          : `La réactivation de la version ${version.numero} est demandée : une autre personne doit la confirmer.`,
    });
    fait();
  };
  return (
    <Dialogue titre={`Réactiver la version ${version.numero}`} fermer={fermer}>
      <p className="intro">
        Une version ancienne redevient applicable. Une deuxième personne confirme ; en urgence, vous pouvez
        réactiver seul : l’acte est tracé et annoncé à tous les analystes.
      </p>
      <AvisDeRefus refus={refus} />
      <div className="grille">
        <Champ
          libelle="Premier jour d’effet"
          aide="Par exemple 01/01/2027. Vide : toute la période du fichier."
          {...champ('du')}
        />
        <Champ libelle="Fin d’effet (premier jour sans effet)" aide="Vide : sans fin." {...champ('au')} />
      </div>
      <Champ libelle="Motif" obligatoire long {...champ('motif')} />
      <div className="formulaire-actions">
        <button type="button" className="bouton bouton--danger-leger" onClick={() => void envoyer('urgence')}>
          Réactiver en urgence
        </button>
        <button type="button" className="bouton bouton--principal" onClick={() => void envoyer('reactiver')}>
          Demander la réactivation
        </button>
      </div>
    </Dialogue>
  );
}
