import type { Temporal } from 'temporal-polyfill';
export interface CampagneJouee { readonly le: Temporal.PlainDate }
export const ouvrirCampagnes = async (..._a: unknown[]): Promise<CampagneJouee[]> => [];
export const jouerDeclarations = async (..._a: unknown[]): Promise<void> => undefined;
