import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ecran, type PageEssai, type ResultatDEssai } from '#admin/ecrans/atelier/essai/client.ts';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran, type Refus } from '#admin/ui/ecran.tsx';
import { ResultatMontre } from '#admin/ecrans/atelier/essai/resultat.tsx';
import { dateFr } from '#src/kernel/francais.ts';

/** What if: a case typed or taken from a decision, its outcome, why, and what would have to change. */
export function PageDEssai() {
  return <PageDEcran ecran={ecran}>{(donnees, { cle }) => <Essai key={cle} donnees={donnees} />}</PageDEcran>;
}

function Essai({ donnees }: { donnees: PageEssai }) {
  const { fichiers, jeu, versions, version, titre, dateDeReference, faits, scenarios } = donnees;
  const [, setParametres] = useSearchParams();
  const [valeurs, setValeurs] = useState(donnees.valeurs);
  const [date, setDate] = useState(dateFr(donnees.date));
  const [resultat, setResultat] = useState<ResultatDEssai>();
  const [refus, setRefus] = useState<Refus>();
  const sortie = useRef<HTMLDivElement>(null);
  const essayer = async (lesValeurs = valeurs, laDate = date) => {
    const champs = Object.fromEntries(
      Object.entries(lesValeurs).map(([nom, valeur]) => [`faits.${nom}`, valeur]),
    );
    const { resultat: obtenu, refus: non } = await ecran.poster('essayer', {
      version,
      date: laDate,
      ...champs,
    });
    setResultat(obtenu);
    setRefus(non);
    requestAnimationFrame(() => {
      // Beside the form the result is in sight already; under it, it must come up.
      sortie.current?.focus({ preventScroll: true });
      if (window.matchMedia('(max-width: 75rem)').matches) sortie.current?.scrollIntoView({ block: 'start' });
    });
  };
  useEffect(() => {
    if (Object.values(donnees.valeurs).some((valeur) => valeur !== '')) void essayer();
  }, []);
  const prendre = (lesValeurs: Readonly<Record<string, string>>, laDate = date) => {
    setValeurs(lesValeurs);
    setDate(laDate);
    void essayer(lesValeurs, laDate);
  };
  const soumettre = (evenement: FormEvent) => {
    evenement.preventDefault();
    void essayer();
  };
  const choisirFichier = (choisi: string) => setParametres(choisi === '' ? {} : { jeu: choisi });
  return (
    <Page
      titre="Essayer un cas"
      fil={filDe(...(jeu ? [{ libelle: titre, href: adresseDe('regle', { genre: 'regles', jeu }) }] : []), {
        libelle: 'Essayer un cas',
      })}
      cle="essai"
    >
      <p className="intro">
        Rien n’est enregistré : la décision est montrée, expliquée, et ce qui la ferait changer est cherché.
      </p>
      <div className="carte">
        <div className="grille">
          <ChampDAtelier
            libelle="Fichier de règles"
            valeur={jeu ?? ''}
            changer={choisirFichier}
            liste={[
              { valeur: '', libelle: 'Choisir…' },
              ...fichiers.map((fichier) => ({ valeur: fichier.jeu, libelle: fichier.titre })),
            ]}
          />
          {jeu && (
            <ChampDAtelier
              libelle="Version"
              valeur={version ?? ''}
              changer={(choisie) => setParametres({ jeu, version: choisie })}
              liste={versions.map(({ empreinte, libelle }) => ({ valeur: empreinte, libelle }))}
            />
          )}
          {scenarios.length > 0 && (
            <ChampDAtelier
              libelle="Partir d’un scénario"
              valeur=""
              liste={[
                { valeur: '', libelle: 'Choisir…' },
                ...scenarios.map((scenario) => ({
                  valeur: scenario.id,
                  libelle: `${scenario.id} – ${scenario.titre}`,
                })),
              ]}
              changer={(id) => {
                const scenario = scenarios.find((candidat) => candidat.id === id);
                if (scenario) prendre(scenario.valeurs, dateFr(scenario.date));
              }}
            />
          )}
        </div>
      </div>
      {faits.length > 0 && (
        <div className="essai">
          <form className="carte" onSubmit={soumettre} noValidate aria-label="Faits du cas">
            <h2>Faits</h2>
            <div className="grille grille--essai">
              <ChampDAtelier
                libelle="Date de référence"
                aide={`${dateDeReference.charAt(0).toUpperCase()}${dateDeReference.slice(1)}.`}
                valeur={date}
                changer={setDate}
                erreur={resultat?.refus?.['date']}
              />
              {faits.map(({ nom, libelle, type, unite, options, domaine }) => {
                const choix =
                  type === 'booleen'
                    ? [
                        { valeur: 'oui', libelle: 'Oui' },
                        { valeur: 'non', libelle: 'Non' },
                      ]
                    : options;
                return (
                  <ChampDAtelier
                    key={nom}
                    libelle={libelle}
                    unite={unite || undefined}
                    valeur={valeurs[nom] ?? ''}
                    changer={(valeur) => setValeurs((avant) => ({ ...avant, [nom]: valeur }))}
                    erreur={resultat?.refus?.[nom]}
                    aide={
                      choix.length > 0
                        ? undefined
                        : type === 'date'
                          ? 'Par exemple 31/12/2019.'
                          : domaine
                            ? `${domaine}.`
                            : undefined
                    }
                    liste={
                      choix.length > 0 ? [{ valeur: '', libelle: 'Non renseigné' }, ...choix] : undefined
                    }
                  />
                );
              })}
            </div>
            <div className="formulaire-actions">
              <button type="submit" className="bouton bouton--principal">
                Essayer
              </button>
            </div>
          </form>
          <div ref={sortie} tabIndex={-1} aria-label="Résultat" role="region" className="resultat-essai">
            <AvisDeRefus refus={refus} />
            {resultat ? (
              <ResultatMontre
                resultat={resultat}
                appliquer={(champs) => prendre({ ...valeurs, ...champs })}
              />
            ) : (
              <p className="vide">Donnez les faits, puis essayez.</p>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}
