-- A programmed version may be cancelled before its day: asked by one, confirmed by another, as a re-activation is.
alter table reactivation_regle add column nature text not null default 'reactivation' check (nature in ('reactivation', 'annulation'));
alter table reactivation_regle add constraint reactivation_regle_urgence check (etat <> 'urgence' or nature = 'reactivation');
alter table activation drop constraint activation_origine_check;
alter table activation add constraint activation_origine_check check (origine in ('initialisation', 'approbation', 'reactivation', 'urgence', 'annulation'));
