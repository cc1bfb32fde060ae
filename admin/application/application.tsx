import { useEffect, useState } from 'react';
import { Route, Routes, useLocation, useParams } from 'react-router-dom';
import { Accueil } from '#admin/ecrans/accueil/page.tsx';
import { PageDossier } from '#admin/ecrans/fiche/page.tsx';
import { PageFormulaire } from '#admin/ecrans/formulaire/page.tsx';
import { PageListe } from '#admin/ecrans/liste/page.tsx';
import { FournisseurAvis, useAvis } from '#admin/ui/avis.tsx';
import { Entete, SessionExpiree } from '#admin/ui/entete.tsx';
import { composant, ecrans, racine, ressource } from '#admin/ui/etat.ts';
import { DemandeDePreuve } from '#admin/ui/preuve.tsx';
import { Navigation } from '#admin/ui/navigation.tsx';
import { Introuvable } from '#admin/ui/page.tsx';

/** The whole back-office: replaces AdminJS's own frame and its untranslatable, inaccessible screens. */
export default function Application() {
  return <FournisseurAvis>{(zone) => <Cadre zone={zone} />}</FournisseurAvis>;
}

function Cadre({ zone }: { zone: React.ReactNode }) {
  const [menuOuvert, setMenuOuvert] = useState(false);
  const { pathname, state, key } = useLocation();
  const { effacer } = useAvis();
  useEffect(() => {
    setMenuOuvert(false);
    if (!(state as { garderAvis?: boolean } | null)?.garderAvis) effacer();
  }, [pathname]);
  return (
    <div className="cadre">
      <a className="evitement" href="#contenu">
        Aller au contenu
      </a>
      <Entete menuOuvert={menuOuvert} basculerMenu={() => setMenuOuvert(!menuOuvert)} />
      <div className="corps">
        <Navigation ouverte={menuOuvert} />
        <main id="contenu" tabIndex={-1}>
          <SessionExpiree />
          {zone}
          <Routes>
            <Route path={racine} element={<Accueil key={key} />} />
            <Route path={`${racine}/resources/:ressource`} element={<Liste />} />
            <Route path={`${racine}/resources/:ressource/actions/:action`} element={<ActionDeRessource />} />
            <Route path={`${racine}/resources/:ressource/records/:id/:action`} element={<ActionDeFiche />} />
            <Route path={`${racine}/pages/:nom`} element={<Ecran />} />
            <Route path="*" element={<Introuvable cle={pathname} />} />
          </Routes>
        </main>
      </div>
      <DemandeDePreuve />
    </div>
  );
}

function Liste() {
  const definition = ressource(useParams()['ressource']);
  if (!definition?.listable) return <Introuvable cle="liste" />;
  return <PageListe key={definition.id} ressource={definition} />;
}

function ActionDeRessource() {
  const { ressource: id, action = '' } = useParams();
  const definition = ressource(id);
  if (!definition) return <Introuvable cle={action} />;
  if (action === 'list') return <Liste />;
  const Composant = composant(definition.ecrans[action] ?? '');
  if (Composant) return <Composant ressource={definition} action={action} />;
  return <PageFormulaire key={`${definition.id}/${action}`} ressource={definition} action={action} />;
}

function ActionDeFiche() {
  const { ressource: id, id: recordId, action = '' } = useParams();
  const definition = ressource(id);
  if (!definition || recordId === undefined) return <Introuvable cle={action} />;
  const cle = `${definition.id}/${recordId}/${action}`;
  const Composant = composant(definition.ecrans[action] ?? '');
  if (Composant) return <Composant key={cle} ressource={definition} recordId={recordId} action={action} />;
  if (action === 'show') return <PageDossier key={cle} ressource={definition} recordId={recordId} />;
  return <PageFormulaire key={cle} ressource={definition} action={action} recordId={recordId} />;
}

function Ecran() {
  const { nom = '' } = useParams();
  const ecran = ecrans.find((candidat) => candidat.nom === nom);
  const Composant = ecran && composant(ecran.composant);
  return Composant ? <Composant key={nom} action={nom} /> : <Introuvable cle={nom} />;
}
