import { useState } from 'react';
import { ecran, type PageApprobation } from '#admin/ecrans/atelier/approbation/client.ts';
import { dateFr } from '#src/kernel/francais.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { VueDeComparaison } from '#admin/ecrans/atelier/comparaison/page.tsx';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { Boutons } from '#admin/ecrans/atelier/commun/boutons.tsx';
import { Onglets } from '#admin/ecrans/atelier/commun/onglets.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran } from '#admin/ui/ecran.tsx';
import { EffetSurLePasse, RapportMontre } from '#admin/ecrans/atelier/impact/rapport.tsx';
import { ContenuRendu } from '#admin/ecrans/atelier/commun/rendu/contenu.tsx';
import { AvantDeSigner, Signature, ImpactAttendu } from '#admin/ecrans/atelier/approbation/signature.tsx';
import { DialogueDActe, type Acte } from '#admin/ecrans/atelier/approbation/acte.tsx';

/** A version offered for approval: its reports, its hashes, both names, what the approver signs. */
export function PageDApprobation() {
  return (
    <PageDEcran ecran={ecran}>
      {(donnees, { recharger }) => <Soumission donnees={donnees} recharger={recharger} />}
    </PageDEcran>
  );
}

const ETATS = {
  soumis: { libelle: 'En attente d’approbation', ton: 'attention' },
  approuve: { libelle: 'Approuvée', ton: 'succes' },
  rejete: { libelle: 'Rejetée', ton: 'erreur' },
  retire: { libelle: 'Retirée', ton: 'neutre' },
} as const;

function Soumission({ donnees, recharger }: { donnees: PageApprobation; recharger: () => void }) {
  const { soumission, titre, contenu, comparaison, impact, sansImpact, etude, boutons } = donnees;
  const { genre, jeu, numero, etat, campagnes, remplace } = soumission;
  const [acte, setActe] = useState<Acte>();
  const [vue, setVue] = useState('rapports');
  return (
    <Page
      titre={titre}
      surtitre={`Version ${numero} soumise`}
      fil={filDe({ libelle: titre, href: adresseDe('regle', { genre, jeu }) }, { libelle: 'Approbation' })}
      cle={`approbation/${soumission.id}`}
      etat={<Pastille ton={ETATS[etat].ton}>{ETATS[etat].libelle}</Pastille>}
      actions={<Boutons boutons={boutons} agir={(nom) => setActe(nom as Acte)} />}
    >
      {campagnes.length > 0 && (
        <div className="avis avis--attention">
          <Icone nom="alerte" />
          <p>
            Cette version prendrait effet pendant une campagne ouverte :{' '}
            {campagnes
              .map(({ effetLe, exercice, caf }) => `le ${dateFr(effetLe)}, exercice ${exercice}, ${caf}`)
              .join(' ; ')}
            .
          </p>
        </div>
      )}
      {genre === 'regles' && etat === 'soumis' && !impact && sansImpact === null && (
        <ImpactAttendu soumission={soumission} etude={etude} recharger={recharger} />
      )}
      <AvantDeSigner donnees={donnees} />
      <Signature donnees={donnees} />
      <Onglets
        libelle="Ce qui est à lire"
        choisi={vue}
        choisir={setVue}
        onglets={[
          {
            nom: 'rapports',
            libelle: 'Rapports',
            contenu: (
              <>
                {impact?.passe && <EffetSurLePasse passe={impact.passe} />}
                {comparaison ? (
                  <VueDeComparaison comparaison={comparaison} />
                ) : (
                  <p className="vide">
                    {remplace
                      ? 'Pas de comparaison jointe à cette version.'
                      : 'Cette version n’en remplace aucune : il n’y a rien à comparer.'}
                  </p>
                )}
              </>
            ),
          },
          {
            nom: 'impact',
            libelle: 'Impact',
            contenu: impact ? (
              <RapportMontre rapport={impact} />
            ) : (
              <p className="vide">
                {sansImpact ?? 'L’étude d’impact n’est pas encore jointe à cette version.'}
              </p>
            ),
          },
          {
            nom: 'lecture',
            libelle: 'Lecture',
            contenu: contenu && (
              <ContenuRendu contenu={contenu} aujourdhui={soumission.soumisLe.slice(0, 10)} />
            ),
          },
          { nom: 'texte', libelle: 'Texte', contenu: <pre tabIndex={0}>{soumission.texte}</pre> },
        ]}
      />
      {acte && (
        <DialogueDActe
          acte={acte}
          donnees={donnees}
          fermer={() => setActe(undefined)}
          fait={() => {
            setActe(undefined);
            recharger();
          }}
        />
      )}
    </Page>
  );
}
