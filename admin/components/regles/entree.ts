/** Bundle of the workshop of rules: its screens by name. */
import type { ComponentType } from 'react';

const ECRANS: Readonly<Record<string, ComponentType>> = {};

window.AtelierDesRegles = ECRANS;
