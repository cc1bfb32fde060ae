import type { Request, Response } from 'express';
import { get, type Route } from '#src/http/route.ts';
import { ETATS_AFFICHES } from '#src/domain/delegation/habilitation/etats.ts';
import { rechercherHabilitations } from '#src/domain/delegation/habilitation/lectures.ts';
import { placesDe } from '#src/domain/delegation/habilitation/places.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageHabilitations, type FiltresHabilitations } from '#src/portal/habilitations/liste/page.tsx';
import type { GroupeDActivite } from '#src/portal/habilitations/liste/resultats.tsx';
import { acteDAffectation, groupeDActivite } from '#src/portal/habilitations/liste/vue.ts';
import { optionsHabilitations, parmi, type OptionsHabilitations } from '#src/portal/habilitations/options.ts';

/** « Habilitations d'action sociale ». */
export function routesListe(dependances: DependancesPortail): readonly Route[] {
  async function montrer(req: Request, res: Response): Promise<void> {
    const acteur = acteurDe(req);
    const vue = await dependances.executeur.lire(acteur, async (unite) => {
      const options = await optionsHabilitations(
        unite,
        req.identite?.partenaire ?? null,
        unite.aujourdhui.toString(),
        false,
      );
      const filtres = filtresDe(req, options);
      const groupes = await rechercherHabilitations(unite, {
        ...filtres,
        lieux: filtres.lieux === 'oui',
      });
      const equipements = [...new Map(groupes.map(({ equipement }) => [equipement.id, equipement])).values()];
      const places =
        filtres.etat === 'historique' ? [] : await placesDe(unite, equipements, unite.aujourdhui.toString());
      const montres: GroupeDActivite[] = [];
      for (const groupe of groupes) montres.push(await groupeDActivite(unite, groupe, filtres.etat, places));
      return { filtres, options, groupes: montres, affectation: await acteDAffectation(unite) };
    });
    envoyerPage(res, <PageHabilitations contexte={contextePage(req, dependances)} {...vue} />);
  }
  return [get('/', ['Habilitation', 'lire'], montrer)];
}

function filtresDe(req: Request, options: OptionsHabilitations): FiltresHabilitations {
  return {
    partenaire: options.partenaires[0]?.valeur ?? '',
    utilisateur: parmi(texteDeRequete(req, 'utilisateur'), options.utilisateurs),
    role: parmi(texteDeRequete(req, 'role'), options.roles),
    activite: parmi(texteDeRequete(req, 'activite'), options.activites),
    type: parmi(texteDeRequete(req, 'type'), options.types),
    nature: parmi(texteDeRequete(req, 'nature'), options.natures),
    etat: ETATS_AFFICHES.find((etat) => etat === texteDeRequete(req, 'etat')) ?? 'actif',
    lieux: texteDeRequete(req, 'lieux') === 'oui' ? 'oui' : 'non',
  };
}
