import { Temporal } from 'temporal-polyfill';
import type { Convention, EtatConvention } from '#src/domain/contractualisation/convention/convention.ts';

/** What a person sees: the stored state, and « échue » once the term of an active convention has passed. */
export type EtatAffiche = EtatConvention | 'echue';

export const LIBELLES_ETAT_CONVENTION: Readonly<Record<EtatAffiche, string>> = {
  brouillon: 'Brouillon',
  'en-attente-de-signature': 'En attente de signature',
  active: 'Active',
  echue: 'Échue',
  resiliee: 'Résiliée',
};

type Periode = Pick<Convention, 'etat' | 'du' | 'au' | 'resilieeLe'>;
type Jour = Temporal.PlainDate | string;

/**
 * State on a civil day at the Caf. A résiliation that takes effect later leaves the convention active until
 * then.
 */
export function etatDeLaConvention(convention: Periode, jour: Jour): EtatAffiche {
  const leJour = jour.toString();
  if (convention.etat === 'resiliee') {
    if (convention.resilieeLe && leJour < convention.resilieeLe)
      return leJour < convention.au ? 'active' : 'echue';
    return 'resiliee';
  }
  return convention.etat === 'active' && leJour >= convention.au ? 'echue' : convention.etat;
}

/** First day the convention no longer covers, its résiliation counted. */
export const finEffective = ({ au, resilieeLe }: Pick<Convention, 'au' | 'resilieeLe'>): string =>
  resilieeLe && resilieeLe < au ? resilieeLe : au;

/** Whether the convention gives access on that day: begun, neither expired nor terminated. */
export const enVigueur = (convention: Periode, jour: Jour): boolean =>
  etatDeLaConvention(convention, jour) === 'active' && convention.du <= jour.toString();

/**
 * First day after a duration in months, counted from date to date; from 29 February it ends on 1 March
 * of a year that has no such day, so that the period is never short of a day.
 */
export function finDePeriode(du: string, mois: number): string {
  const debut = Temporal.PlainDate.from(du);
  const fin = debut.add({ months: mois });
  return (fin.day === debut.day ? fin : fin.add({ days: 1 })).toString();
}
