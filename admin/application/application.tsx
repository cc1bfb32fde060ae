import { useEffect, useState } from 'react';
import { Route, Routes, useLocation, useParams } from 'react-router-dom';
import { Accueil } from '#admin/ecrans/accueil/page.tsx';
import { PageFiche } from '#admin/ecrans/fiche/page.tsx';
import { PageFormulaire } from '#admin/ecrans/formulaire/page.tsx';
import { PageListe } from '#admin/ecrans/liste/page.tsx';
import { FournisseurAvis, useAvis } from '#admin/ui/avis.tsx';
import { Entete, PageSansReponse } from '#admin/application/entete.tsx';
import { ecranDe } from '#admin/application/ecrans.ts';
import { ecrans, racine, ressource } from '#admin/ui/etat.ts';
import { DemandeDePreuve } from '#admin/application/preuve.tsx';
import { Navigation } from '#admin/application/navigation.tsx';
import { Introuvable } from '#admin/ui/page.tsx';

/** The whole back-office: its frame, and the screen of the address. */
export function Application() {
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
          <PageSansReponse />
          {zone}
          <Routes>
            <Route path={racine} element={<Accueil key={key} />} />
            <Route path={`${racine}/resources/:ressource`} element={<Liste />} />
            <Route path={`${racine}/resources/:ressource/actions/:action`} element={<ActionDeRessource />} />
            <Route path={`${racine}/resources/:ressource/records/:id/:action`} element={<ActionDeFiche />} />
            <Route path={`${racine}/pages/:nom`} element={<EcranSeul />} />
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
  return <PageFormulaire key={`${definition.id}/${action}`} ressource={definition} action={action} />;
}

function ActionDeFiche() {
  const { ressource: id, id: recordId, action = '' } = useParams();
  const definition = ressource(id);
  if (!definition || recordId === undefined) return <Introuvable cle={action} />;
  const cle = `${definition.id}/${recordId}/${action}`;
  const nom = definition.ecrans[action];
  if (nom !== undefined) {
    const Ecran = ecranDe(nom);
    return <Ecran key={cle} nom={nom} recordId={recordId} />;
  }
  if (action === 'show') return <PageFiche key={cle} ressource={definition} recordId={recordId} />;
  return <PageFormulaire key={cle} ressource={definition} action={action} recordId={recordId} />;
}

function EcranSeul() {
  const { nom = '' } = useParams();
  const Ecran = ecranDe(nom);
  if (!ecrans.some((candidat) => candidat.nom === nom)) return <Introuvable cle={nom} />;
  return <Ecran key={nom} nom={nom} />;
}
