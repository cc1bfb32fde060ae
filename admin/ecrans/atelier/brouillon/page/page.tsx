import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { ecran, type AnomalieMontree, type PageBrouillon } from '#admin/ecrans/atelier/brouillon/client.ts';
import { instantFr } from '#src/kernel/francais.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { Conflit } from '#admin/ecrans/atelier/brouillon/page/conflit.tsx';
import { Controles } from '#admin/ecrans/atelier/brouillon/page/controles.tsx';
import { useDocument } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { Employeurs } from '#admin/ecrans/atelier/brouillon/page/employeurs.tsx';
import { Parametres } from '#admin/ecrans/atelier/brouillon/page/parametres.tsx';
import { QuestionsDuBrouillon } from '#admin/ecrans/atelier/brouillon/page/questions.tsx';
import { Scenarios } from '#admin/ecrans/atelier/brouillon/page/scenarios.tsx';
import { DialogueDeSoumission } from '#admin/ecrans/atelier/brouillon/page/soumission.tsx';
import { TexteDuBrouillon } from '#admin/ecrans/atelier/brouillon/page/texte.tsx';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { Boutons } from '#admin/ecrans/atelier/commun/boutons.tsx';
import { Onglets } from '#admin/ecrans/atelier/commun/onglets.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran } from '#admin/ui/ecran.tsx';
import { ContenuRendu } from '#admin/ecrans/atelier/commun/rendu/contenu.tsx';

/** A draft being written: parameters, scenarios, questions and text are four views of one document. */
export function PageDuBrouillon() {
  return (
    <PageDEcran ecran={ecran}>
      {(donnees) => <Brouillon key={donnees.brouillon.id} donnees={donnees} />}
    </PageDEcran>
  );
}

function Brouillon({ donnees }: { donnees: PageBrouillon }) {
  const { brouillon, origine, schema, peutEcrire, empeche, ferme, aujourdhui } = donnees;
  const { id, genre, jeu, numero } = brouillon;
  const document = useDocument(donnees);
  const [parametres, setParametres] = useSearchParams();
  const [cible, setCible] = useState<{ ligne: number; colonne: number } | null>(null);
  const [soumettre, setSoumettre] = useState(false);
  const [texteOuvert, setTexteOuvert] = useState(parametres.get('vue') === 'texte');
  const naviguer = useNavigate();
  const { annoncer } = useAvis();
  const vue = parametres.get('vue') ?? (genre === 'formulaire' ? 'texte' : 'parametres');
  const choisir = (nom: string) => {
    if (nom === 'texte') setTexteOuvert(true);
    setParametres(
      (avant) => {
        avant.set('vue', nom);
        return avant;
      },
      { replace: true },
    );
  };
  const allerA = ({ ligne, colonne }: AnomalieMontree) => {
    choisir('texte');
    setCible({ ligne: ligne ?? 1, colonne: colonne ?? 1 });
  };
  const { verification } = document;
  const formulaires = verification?.formulaires ?? null;
  const titre =
    formulaires?.contenu.genre === 'regles'
      ? formulaires.contenu.rendu.titre
      : (formulaires?.contenu.titre ?? donnees.titre);
  const attente =
    !verification || !document.aJour
      ? 'Les contrôles sont en cours : attendez leur réponse.'
      : !verification.analyseFaite
        ? 'L’analyse est en cours : attendez sa réponse.'
        : !verification.valide
          ? 'Corrigez d’abord les anomalies que disent les contrôles.'
          : null;
  const boutons = [
    {
      nom: 'enregistrer',
      libelle: document.envoi ? 'Enregistrement…' : 'Enregistrer',
      principale: document.modifie,
      pourquoi: ferme,
      empeche: !peutEcrire
        ? empeche
        : !document.modifie
          ? 'Rien n’a changé depuis le dernier enregistrement.'
          : null,
    },
    {
      nom: 'annuler',
      libelle: 'Défaire',
      empeche: document.annulable
        ? null
        : 'Aucune modification par formulaire à défaire ; dans le texte, Ctrl + Z.',
    },
    {
      nom: 'comparaison',
      libelle: 'Comparer',
      empeche: !origine
        ? 'Ce brouillon ne vient d’aucune version.'
        : document.modifie
          ? 'Enregistrez d’abord.'
          : null,
      href: adresseDe('comparaison', {
        genre,
        jeu,
        avant: origine?.empreinte ?? '',
        apres: `brouillon:${id}`,
      }),
    },
    ...(genre === 'regles'
      ? [
          {
            nom: 'essai',
            libelle: 'Essayer un cas',
            empeche: document.modifie ? 'Enregistrez d’abord.' : null,
            href: adresseDe('essai', { jeu, version: `brouillon:${id}` }),
          },
          {
            nom: 'impact',
            libelle: 'Impact',
            empeche: document.modifie ? 'Enregistrez d’abord.' : null,
            href: adresseDe('impact', { jeu, apres: `brouillon:${id}` }),
          },
        ]
      : []),
    {
      nom: 'soumettre',
      libelle: 'Soumettre…',
      principale: !document.modifie && attente === null,
      pourquoi: ferme,
      empeche: !peutEcrire ? empeche : document.modifie ? 'Enregistrez d’abord.' : attente,
    },
    {
      nom: 'supprimer',
      libelle: 'Supprimer',
      danger: true,
      pourquoi: ferme,
      empeche: peutEcrire ? null : empeche,
    },
  ];
  const agir = async (nom: string) => {
    if (nom === 'enregistrer') await document.enregistrer();
    if (nom === 'annuler') document.annuler();
    if (nom === 'soumettre') setSoumettre(true);
    if (nom === 'supprimer' && window.confirm('Supprimer ce brouillon ? Son texte sera perdu.')) {
      const { refus } = await ecran.poster('supprimer', { id, version: String(document.version) });
      if (refus) return annoncer({ type: 'error', message: refus.message });
      document.oublierCopie();
      annoncer({ type: 'success', message: 'Le brouillon est supprimé.' });
      naviguer(adresseDe('regle', { genre, jeu }), { state: { garderAvis: true } });
    }
  };
  const illisible = (
    <p className="vide">
      Le texte ne se lit pas comme un fichier de ce genre : corrigez ce que disent les contrôles, dans
      l’onglet « Texte ».
    </p>
  );
  return (
    <Page
      titre={titre}
      surtitre={`Brouillon de la version ${numero}${origine ? `, à partir de la ${origine.numero}` : ''}`}
      fil={filDe({ libelle: titre, href: adresseDe('regle', { genre, jeu }) }, { libelle: 'Brouillon' })}
      cle={`brouillon/${id}`}
      etat={
        <Pastille ton={document.modifie ? 'attention' : 'neutre'}>
          {document.modifie ? 'Modifications non enregistrées' : 'Enregistré'}
        </Pastille>
      }
      actions={<Boutons boutons={boutons} agir={(nom) => void agir(nom)} />}
    >
      {empeche && (
        <div className="avis avis--info">
          <Icone nom="info" />
          <p>{empeche}</p>
        </div>
      )}
      {document.copie && (
        <div className="avis avis--attention" role="alert">
          <Icone nom="alerte" />
          <div>
            <p>
              Ce navigateur a gardé une saisie non enregistrée de ce brouillon, du{' '}
              {instantFr(document.copie.le, session.fuseau)}.
            </p>
            <p className="actions actions--gauche">
              <button type="button" className="bouton bouton--principal" onClick={document.reprendreCopie}>
                Reprendre ma saisie
              </button>
              <button type="button" className="bouton" onClick={document.oublierCopie}>
                L’oublier
              </button>
            </p>
          </div>
        </div>
      )}
      <AvisDeRefus refus={document.refus} />
      <Employeurs donnees={donnees} />
      {document.conflit && <Conflit document={document} />}
      <div className={vue === 'scenarios' || vue === 'lecture' ? 'atelier atelier--large' : 'atelier'}>
        <div className="atelier-principal">
          <Onglets
            libelle="Vues du brouillon"
            choisi={vue}
            choisir={choisir}
            onglets={[
              ...(genre === 'formulaire'
                ? []
                : [
                    {
                      nom: 'parametres',
                      libelle: 'Paramètres',
                      contenu: formulaires ? (
                        <Parametres
                          formulaires={formulaires}
                          document={document}
                          peutEcrire={peutEcrire}
                          aujourdhui={aujourdhui}
                        />
                      ) : (
                        verification && illisible
                      ),
                    },
                  ]),
              ...(genre === 'regles'
                ? [
                    {
                      nom: 'scenarios',
                      libelle: 'Scénarios',
                      contenu: formulaires ? (
                        <Scenarios
                          jeu={jeu}
                          formulaires={formulaires}
                          document={document}
                          peutEcrire={peutEcrire}
                        />
                      ) : (
                        verification && illisible
                      ),
                    },
                  ]
                : []),
              {
                nom: 'questions',
                libelle: 'Questions',
                contenu: formulaires ? (
                  <QuestionsDuBrouillon
                    questions={formulaires.questions}
                    document={document}
                    peutEcrire={peutEcrire}
                  />
                ) : (
                  verification && illisible
                ),
              },
              {
                nom: 'texte',
                libelle: 'Texte',
                garde: texteOuvert,
                contenu: (
                  <TexteDuBrouillon
                    document={document}
                    schema={schema}
                    peutEcrire={peutEcrire}
                    cible={cible}
                  />
                ),
              },
              {
                nom: 'lecture',
                libelle: 'Lecture',
                contenu: formulaires ? (
                  <ContenuRendu contenu={formulaires.contenu} aujourdhui={aujourdhui} />
                ) : (
                  verification && illisible
                ),
              },
            ]}
          />
        </div>
        <Controles document={document} allerA={allerA} peutEcrire={peutEcrire} />
      </div>
      {soumettre && (
        <DialogueDeSoumission
          brouillon={{ id, version: document.version }}
          aujourdhui={aujourdhui}
          demain={donnees.demain}
          fermer={() => setSoumettre(false)}
        />
      )}
    </Page>
  );
}
