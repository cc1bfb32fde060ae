create table "caf" ("id" text not null, "nom" text not null, "fuseau_horaire" text not null, "courriel" text null, "telephone" text null, "modele_contrat" jsonb null, "dernier_partenaire" int not null default 0, "derniere_convention" int not null default 0, constraint "caf_pkey" primary key ("id"));

create table "type_equipement" ("id" text not null, "libelle" text not null, "ordre" int not null, constraint "type_equipement_pkey" primary key ("id"));

create table "campagne" ("id" uuid not null, "caf_id" text not null, "type_equipement" text not null, "exercice" int not null, "perennite" text check ("perennite" in ('previsionnelle', 'actualisee', 'reelle')) not null, "ouvre_le" date not null, "ferme_le" date not null, "fermee_manuellement" boolean not null default false, "version" int not null default 1, constraint "campagne_pkey" primary key ("id"));
create index "campagne_caf_id_index" on "campagne" ("caf_id");
alter table "campagne" add constraint "campagne_unique" unique ("caf_id", "type_equipement", "exercice", "perennite");

create table "compte" ("id" uuid not null, "courriel" text not null, "empreinte_mot_de_passe" text null, "ferme" boolean not null default false, "sessions_valides_depuis" timestamptz not null, "demonstration" boolean not null default false, "cree_le" timestamptz not null, constraint "compte_pkey" primary key ("id"));
alter table "compte" add constraint "compte_courriel_unique" unique ("courriel");

create table "analyste" ("id" uuid not null, "compte_id" uuid not null, "nom" text not null, "prenom" text not null, "courriel" text not null, "ouvert_le" date not null, "clos_le" date null, "version" int not null default 1, constraint "analyste_pkey" primary key ("id"));
alter table "analyste" add constraint "analyste_compte_unique" unique ("compte_id");

create table "agent_caf" ("id" uuid not null, "caf_id" text not null, "compte_id" uuid not null, "nom" text not null, "prenom" text not null, "courriel" text not null, "profil" text check ("profil" in ('gestionnaire', 'responsable')) not null, "ouvert_le" date not null, "clos_le" date null, "version" int not null default 1, constraint "agent_caf_pkey" primary key ("id"));
create index "agent_caf_caf_id_index" on "agent_caf" ("caf_id");
alter table "agent_caf" add constraint "agent_caf_compte_unique" unique ("caf_id", "compte_id");

create table "courriel" ("id" uuid not null, "caf_id" text null, "destinataire" text not null, "objet" text not null, "corps" text not null, "cree_le" timestamptz not null, "envoye_le" timestamptz null, "tentatives" int not null default 0, "prochain_essai_le" timestamptz null, "erreur" text null, constraint "courriel_pkey" primary key ("id"));
create index "courriel_caf_id_index" on "courriel" ("caf_id");

create table "groupe_habilitation" ("id" text not null, "libelle" text not null, "ouvre" text not null, "ordre" int not null, constraint "groupe_habilitation_pkey" primary key ("id"));

create table "jeton" ("id" uuid not null, "genre" text check ("genre" in ('invitation', 'reinitialisation', 'eligibilite')) not null, "compte_id" uuid null, "sujet_id" uuid null, "empreinte" text not null, "expire_le" timestamptz not null, "utilise_le" timestamptz null, "cree_le" timestamptz not null, constraint "jeton_pkey" primary key ("id"));
alter table "jeton" add constraint "jeton_empreinte_unique" unique ("empreinte");

create table "journal" ("id" uuid not null, "chaine" text not null, "partenaire_id" uuid null, "rang" int not null, "le" timestamptz not null, "acteur_id" uuid null, "acteur_role" text not null, "commande" text not null, "requete_id" text not null, "entite" text not null, "entite_id" text not null, "genre" text check ("genre" in ('creation', 'modification', 'suppression', 'evenement')) not null, "motif" text null, "changements" jsonb not null, "precedente" text not null, "empreinte" text not null, constraint "journal_pkey" primary key ("id"));
create index "journal_entite_index" on "journal" ("entite", "entite_id");
alter table "journal" add constraint "journal_chaine_rang_unique" unique ("chaine", "rang");

create table "journal_valeur" ("id" uuid not null, "journal_id" uuid not null, "champ" text not null, "cote" text check ("cote" in ('avant', 'apres')) not null, "valeur" text not null, "sel" text not null, constraint "journal_valeur_pkey" primary key ("id"));
create index "journal_valeur_journal_id_index" on "journal_valeur" ("journal_id");

create table "lien_utile" ("id" uuid not null, "caf_id" text null, "contexte" text check ("contexte" in ('accueil', 'habilitations', 'declaration', 'bilan', 'evaluation', 'assistance')) not null, "libelle" text not null, "description" text null, "url" text not null, "ordre" int not null default 0, "version" int not null default 1, constraint "lien_utile_pkey" primary key ("id"));
create index "lien_utile_caf_id_index" on "lien_utile" ("caf_id");

create table "organisme" ("id" uuid not null, "siren" text not null, "raison_sociale" text not null, "forme" text check ("forme" in ('commune', 'epci', 'association', 'autre')) not null, "adresse" text null, "code_postal" text null, "commune_code" text null, "commune" text null, "version" int not null default 1, constraint "organisme_pkey" primary key ("id"));
alter table "organisme" add constraint "organisme_siren_unique" unique ("siren");

create table "partenaire" ("id" uuid not null, "caf_id" text not null, "organisme_id" uuid not null, "nom" text not null, "prefixe" text not null, "dernier_numero" int not null default 0, "cree_le" timestamptz not null, "version" int not null default 1, constraint "partenaire_pkey" primary key ("id"));
create index "partenaire_caf_id_index" on "partenaire" ("caf_id");
alter table "partenaire" add constraint "partenaire_organisme_unique" unique ("caf_id", "organisme_id");

create table "equipement" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "type" text not null, "nature" text null, "nom" text not null, "bureau_animateur" boolean not null default false, "salle_attente" boolean not null default false, "salle_animation" boolean not null default false, "projet_fonctionnement" boolean not null default false, "ouvert_le" date not null, "ferme_le" date null, "version" int not null default 1, constraint "equipement_pkey" primary key ("id"));
create index "equipement_caf_id_index" on "equipement" ("caf_id");
create index "equipement_partenaire_id_index" on "equipement" ("partenaire_id");
alter table "equipement" add constraint "equipement_nom_unique" unique ("caf_id", "partenaire_id", "nom");

create table "lieu_implantation" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "equipement_id" uuid not null, "nature" text check ("nature" in ('unique', 'principal', 'activite')) not null, "nom" text not null, "adresse" text null, "code_postal" text null, "commune_code" text not null, "commune" text not null, "version" int not null default 1, constraint "lieu_implantation_pkey" primary key ("id"));
create index "lieu_implantation_caf_id_index" on "lieu_implantation" ("caf_id");
create index "lieu_implantation_partenaire_id_index" on "lieu_implantation" ("partenaire_id");
create index "lieu_implantation_equipement_id_index" on "lieu_implantation" ("equipement_id");
alter table "lieu_implantation" add constraint "lieu_nom_unique" unique ("equipement_id", "nom");

create table "decision" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid null, "jeu" text not null, "version_regle" text not null, "empreinte" text not null, "date_reference" date not null, "faits" jsonb not null, "etat" text check ("etat" in ('faits-manquants', 'source-muette', 'decision-humaine', 'decide')) not null, "issues" jsonb not null, "constats" jsonb not null, "calculs" jsonb not null, "manquants" jsonb not null, "trace" jsonb not null, "moteur" jsonb not null, "sujet_type" text not null, "sujet_id" uuid not null, "sujet_detail" text null, "prise_le" timestamptz not null, "prise_par" uuid null, "requete_id" text not null, constraint "decision_pkey" primary key ("id"));
create index "decision_caf_id_index" on "decision" ("caf_id");
create index "decision_partenaire_id_index" on "decision" ("partenaire_id");
create index "decision_sujet_index" on "decision" ("sujet_type", "sujet_id");

create table "formulaire_eligibilite" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "etat" text check ("etat" in ('brouillon', 'eligible', 'non-eligible')) not null default 'brouillon', "representant_nom" text null, "representant_prenom" text null, "representant_fonction" text null, "mission_generale" text null, "gestion_deleguee_acceptee" boolean not null default false, "administrateur_nom" text null, "administrateur_prenom" text null, "administrateur_courriel" text null, "administrateur_telephone" text null, "responsable_securite_nom" text null, "responsable_securite_prenom" text null, "responsable_securite_courriel" text null, "referent_cnil_nom" text null, "referent_cnil_prenom" text null, "referent_cnil_courriel" text null, "services_demandes" jsonb not null, "decision_id" uuid null, "decide_le" timestamptz null, "cree_le" timestamptz not null, "version" int not null default 1, constraint "formulaire_eligibilite_pkey" primary key ("id"));
create index "formulaire_eligibilite_caf_id_index" on "formulaire_eligibilite" ("caf_id");
create index "formulaire_eligibilite_partenaire_id_index" on "formulaire_eligibilite" ("partenaire_id");

create table "conventionnement" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "equipement_id" uuid not null, "numero_maia" text null, "du" date not null, "au" date not null, "etat" text check ("etat" in ('brouillon', 'valide')) not null default 'brouillon', "instance" text check ("instance" in ('conseil-administration', 'commission-delegataire')) null, "valide_le" date null, "etp_valide" numeric(8,4) null, "animateurs" jsonb not null, "decision_id" uuid null, "version" int not null default 1, constraint "conventionnement_pkey" primary key ("id"));
create index "conventionnement_caf_id_index" on "conventionnement" ("caf_id");
create index "conventionnement_partenaire_id_index" on "conventionnement" ("partenaire_id");
create index "conventionnement_equipement_id_index" on "conventionnement" ("equipement_id");
alter table "conventionnement" add constraint "conventionnement_maia_unique" unique ("caf_id", "numero_maia");

create table "declaration" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "equipement_id" uuid not null, "conventionnement_id" uuid not null, "exercice" int not null, "perennite" text check ("perennite" in ('previsionnelle', 'actualisee', 'reelle')) not null, "etat" text check ("etat" in ('brouillon', 'a-approuver', 'renvoyee', 'transmise', 'en-traitement', 'traitee', 'retournee')) not null default 'brouillon', "formulaire" text not null, "formulaire_version" text not null, "formulaire_empreinte" text not null, "donnees_activite" jsonb not null, "donnees_finances" jsonb not null, "activite_complete_le" timestamptz null, "activite_complete_par" uuid null, "finances_completes_le" timestamptz null, "finances_completes_par" uuid null, "motif_renvoi" text null, "transmise_le" timestamptz null, "transmise_par" uuid null, "estimation" numeric(14,2) null, "sous_reserve" boolean not null default false, "version_activite" int not null default 1, "version_finances" int not null default 1, "cree_le" timestamptz not null, "version" int not null default 1, constraint "declaration_pkey" primary key ("id"));
create index "declaration_caf_id_index" on "declaration" ("caf_id");
create index "declaration_partenaire_id_index" on "declaration" ("partenaire_id");
create index "declaration_equipement_id_index" on "declaration" ("equipement_id");
create index "declaration_etat_index" on "declaration" ("caf_id", "etat");
alter table "declaration" add constraint "declaration_unique" unique ("conventionnement_id", "exercice", "perennite");

create table "evenement_declaration" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "declaration_id" uuid not null, "type" text not null, "le" timestamptz not null, "par" uuid not null, "acteur" text not null, "motif" text null, "ordre" int generated always as identity not null, constraint "evenement_declaration_pkey" primary key ("id"));
create index "evenement_declaration_caf_id_index" on "evenement_declaration" ("caf_id");
create index "evenement_declaration_partenaire_id_index" on "evenement_declaration" ("partenaire_id");
create index "evenement_declaration_declaration_id_index" on "evenement_declaration" ("declaration_id");

create table "demande_decision" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "declaration_id" uuid not null, "regle_decision_id" uuid not null, "proposition" text null, "motif" text not null, "par" uuid not null, "le" timestamptz not null, constraint "demande_decision_pkey" primary key ("id"));
create index "demande_decision_caf_id_index" on "demande_decision" ("caf_id");
create index "demande_decision_partenaire_id_index" on "demande_decision" ("partenaire_id");
create index "demande_decision_declaration_id_index" on "demande_decision" ("declaration_id");
alter table "demande_decision" add constraint "demande_decision_unique" unique ("declaration_id", "regle_decision_id");

create table "decision_humaine" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "declaration_id" uuid not null, "regle_decision_id" uuid not null, "jeu" text not null, "detail" text null, "choix" text not null, "motif" text not null, "instance" text check ("instance" in ('conseil-administration', 'commission-delegataire')) null, "seance_le" date null, "mois_ouverture_modifies" int null, "estimation_avant" numeric(14,2) null, "estimation_apres" numeric(14,2) null, "demande_id" uuid null, "demande_par" uuid null, "par" uuid not null, "le" timestamptz not null, constraint "decision_humaine_pkey" primary key ("id"));
create index "decision_humaine_caf_id_index" on "decision_humaine" ("caf_id");
create index "decision_humaine_partenaire_id_index" on "decision_humaine" ("partenaire_id");
create index "decision_humaine_declaration_id_index" on "decision_humaine" ("declaration_id");
alter table "decision_humaine" add constraint "decision_humaine_unique" unique ("declaration_id", "regle_decision_id");

create table "convention" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "formulaire_id" uuid not null, "numero" text not null, "mission_generale" text not null, "du" date not null, "au" date not null, "etat" text check ("etat" in ('brouillon', 'en-attente-de-signature', 'active', 'resiliee')) not null default 'brouillon', "signee_caf_le" date null, "signee_caf_par" text null, "signee_partenaire_le" date null, "signee_partenaire_par" text null, "renouvelle_id" uuid null, "activee_le" timestamptz null, "resiliee_le" date null, "motif_resiliation" text null, "version" int not null default 1, constraint "convention_pkey" primary key ("id"));
create index "convention_caf_id_index" on "convention" ("caf_id");
create index "convention_partenaire_id_index" on "convention" ("partenaire_id");
alter table "convention" add constraint "convention_renouvelle_unique" unique ("renouvelle_id");
alter table "convention" add constraint "convention_numero_unique" unique ("caf_id", "numero");

create table "contrat_service" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "convention_id" uuid not null, "etat" text check ("etat" in ('brouillon', 'actif')) not null default 'brouillon', "fonctionnement_centre" text not null default '', "horaires" text not null default '', "escalade_caf" text not null default '', "escalade_partenaire" text not null default '', "services_autorises" jsonb not null, "signe_caf_le" date null, "signe_caf_par" text null, "signe_partenaire_le" date null, "signe_partenaire_par" text null, "decision_id" uuid null, "version" int not null default 1, constraint "contrat_service_pkey" primary key ("id"));
create index "contrat_service_caf_id_index" on "contrat_service" ("caf_id");
create index "contrat_service_partenaire_id_index" on "contrat_service" ("partenaire_id");
create index "contrat_service_convention_id_index" on "contrat_service" ("convention_id");

create table "interlocuteur" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "contrat_id" uuid not null, "cote" text check ("cote" in ('caf', 'partenaire')) not null, "fonction" text check ("fonction" in ('administrateur', 'responsable-mcp', 'responsable-securite', 'referent-cnil', 'autre')) not null, "precision" text null, "nom" text not null, "prenom" text not null, "courriel" text not null, "telephone" text null, "version" int not null default 1, constraint "interlocuteur_pkey" primary key ("id"));
create index "interlocuteur_caf_id_index" on "interlocuteur" ("caf_id");
create index "interlocuteur_partenaire_id_index" on "interlocuteur" ("partenaire_id");
create index "interlocuteur_contrat_id_index" on "interlocuteur" ("contrat_id");

create table "animateur" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "equipement_id" uuid not null, "nom" text not null, "prenom" text not null, "etp_contrat" numeric(8,4) not null, "profil_valide" boolean not null default false, "profil_valide_le" date null, "du" date not null, "au" date null, "version" int not null default 1, constraint "animateur_pkey" primary key ("id"));
create index "animateur_caf_id_index" on "animateur" ("caf_id");
create index "animateur_partenaire_id_index" on "animateur" ("partenaire_id");
create index "animateur_equipement_id_index" on "animateur" ("equipement_id");

create table "service" ("id" text not null, "libelle" text not null, "description" text not null, "ordre" int not null, "roles" jsonb not null, "actif" boolean not null default true, "version" int not null default 1, constraint "service_pkey" primary key ("id"));

create table "bulletin_adhesion" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "convention_id" uuid not null, "service_id" text not null, "portee" text check ("portee" in ('locale', 'multi-caf', 'nationale')) not null, "cafs" jsonb not null, "roles" jsonb not null, "du" date not null, "au" date not null, "version" int not null default 1, constraint "bulletin_adhesion_pkey" primary key ("id"));
create index "bulletin_adhesion_caf_id_index" on "bulletin_adhesion" ("caf_id");
create index "bulletin_adhesion_partenaire_id_index" on "bulletin_adhesion" ("partenaire_id");
alter table "bulletin_adhesion" add constraint "bulletin_service_unique" unique ("convention_id", "service_id");

create table "transmission" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "declaration_id" uuid not null, "numero" int not null, "donnees" jsonb not null, "decisions" jsonb not null, "empreintes_regles" jsonb not null, "formulaire_empreinte" text not null, "estimation" numeric(14,2) null, "par" uuid not null, "par_nom" text not null, "le" timestamptz not null, "empreinte" text not null, constraint "transmission_pkey" primary key ("id"));
create index "transmission_caf_id_index" on "transmission" ("caf_id");
create index "transmission_partenaire_id_index" on "transmission" ("partenaire_id");
create index "transmission_declaration_id_index" on "transmission" ("declaration_id");

create table "utilisateur" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "compte_id" uuid not null, "identifiant" text not null, "nom" text not null, "prenom" text not null, "courriel" text not null, "telephone" text null, "ouvert_le" date not null, "clos_le" date null, "poste" text check ("poste" in ('sedentaire', 'itinerant')) null, "groupes" jsonb not null, "administrateur" boolean not null default false, "cree_le" timestamptz not null, "version" int not null default 1, constraint "utilisateur_pkey" primary key ("id"));
create index "utilisateur_caf_id_index" on "utilisateur" ("caf_id");
create index "utilisateur_partenaire_id_index" on "utilisateur" ("partenaire_id");
alter table "utilisateur" add constraint "utilisateur_identifiant_unique" unique ("caf_id", "identifiant");
alter table "utilisateur" add constraint "utilisateur_courriel_unique" unique ("partenaire_id", "courriel");

create table "mandat" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "donne_par_id" uuid not null, "titulaire_id" uuid not null, "parent_id" uuid null, "roles" jsonb not null, "equipements" jsonb not null, "peut_creer_utilisateurs" boolean not null default false, "peut_deleguer" boolean not null default false, "du" date not null, "au" date null, "termine_par" uuid null, "motif_fin" text null, "cree_le" timestamptz not null, "version" int not null default 1, constraint "mandat_pkey" primary key ("id"));
create index "mandat_caf_id_index" on "mandat" ("caf_id");
create index "mandat_partenaire_id_index" on "mandat" ("partenaire_id");
create index "mandat_titulaire_id_index" on "mandat" ("titulaire_id");

create table "habilitation" ("id" uuid not null, "caf_id" text not null, "partenaire_id" uuid not null, "utilisateur_id" uuid not null, "role" text check ("role" in ('FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER', 'APPROBATEUR', 'CONSULTANT')) not null, "portee" text check ("portee" in ('activite', 'lieu')) not null, "equipement_id" uuid not null, "lieu_id" uuid null, "du" date not null, "au" date null, "etat" text check ("etat" in ('accordee', 'en-attente-caf', 'refusee', 'suspendue', 'retiree')) not null, "remplace_id" uuid null, "demande_par" uuid not null, "demande_le" timestamptz not null, "traite_par" uuid null, "traite_le" timestamptz null, "motif" text null, "decision_id" uuid null, "version" int not null default 1, constraint "habilitation_pkey" primary key ("id"));
create index "habilitation_caf_id_index" on "habilitation" ("caf_id");
create index "habilitation_partenaire_id_index" on "habilitation" ("partenaire_id");
create index "habilitation_utilisateur_id_index" on "habilitation" ("utilisateur_id");
create index "habilitation_equipement_role_index" on "habilitation" ("equipement_id", "role");

create table "version_regle" ("empreinte" text not null, "genre" text check ("genre" in ('regles', 'formulaire', 'parametres')) not null, "jeu" text not null, "numero" text not null, "canonique" text not null, "texte" text not null, "origine" text check ("origine" in ('initialisation', 'publication')) not null, "auteur" uuid null, "approbateur" uuid null, "publie_le" timestamptz not null, constraint "version_regle_pkey" primary key ("empreinte"));
alter table "version_regle" add constraint "version_regle_version_unique" unique ("genre", "jeu", "numero");

alter table "campagne" add constraint "campagne_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;

alter table "analyste" add constraint "analyste_compte_id_foreign" foreign key ("compte_id") references "compte" ("id") on update cascade;

alter table "agent_caf" add constraint "agent_caf_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "agent_caf" add constraint "agent_caf_compte_id_foreign" foreign key ("compte_id") references "compte" ("id") on update cascade;

alter table "courriel" add constraint "courriel_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;

alter table "jeton" add constraint "jeton_compte_id_foreign" foreign key ("compte_id") references "compte" ("id") on update cascade on delete set null;

alter table "journal_valeur" add constraint "journal_valeur_journal_id_foreign" foreign key ("journal_id") references "journal" ("id") on update cascade;

alter table "lien_utile" add constraint "lien_utile_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;

alter table "partenaire" add constraint "partenaire_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "partenaire" add constraint "partenaire_organisme_id_foreign" foreign key ("organisme_id") references "organisme" ("id") on update cascade;

alter table "equipement" add constraint "equipement_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "equipement" add constraint "equipement_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;

alter table "lieu_implantation" add constraint "lieu_implantation_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "lieu_implantation" add constraint "lieu_implantation_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "lieu_implantation" add constraint "lieu_implantation_equipement_id_foreign" foreign key ("equipement_id") references "equipement" ("id") on update cascade;

alter table "decision" add constraint "decision_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "decision" add constraint "decision_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update cascade on delete set null;

alter table "formulaire_eligibilite" add constraint "formulaire_eligibilite_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "formulaire_eligibilite" add constraint "formulaire_eligibilite_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "formulaire_eligibilite" add constraint "formulaire_eligibilite_decision_id_foreign" foreign key ("decision_id") references "decision" ("id") on update cascade on delete set null;

alter table "conventionnement" add constraint "conventionnement_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "conventionnement" add constraint "conventionnement_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "conventionnement" add constraint "conventionnement_equipement_id_foreign" foreign key ("equipement_id") references "equipement" ("id") on update cascade;
alter table "conventionnement" add constraint "conventionnement_decision_id_foreign" foreign key ("decision_id") references "decision" ("id") on update cascade on delete set null;

alter table "declaration" add constraint "declaration_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "declaration" add constraint "declaration_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "declaration" add constraint "declaration_equipement_id_foreign" foreign key ("equipement_id") references "equipement" ("id") on update cascade;
alter table "declaration" add constraint "declaration_conventionnement_id_foreign" foreign key ("conventionnement_id") references "conventionnement" ("id") on update cascade;

alter table "evenement_declaration" add constraint "evenement_declaration_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "evenement_declaration" add constraint "evenement_declaration_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "evenement_declaration" add constraint "evenement_declaration_declaration_id_foreign" foreign key ("declaration_id") references "declaration" ("id") on update cascade;

alter table "demande_decision" add constraint "demande_decision_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "demande_decision" add constraint "demande_decision_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "demande_decision" add constraint "demande_decision_declaration_id_foreign" foreign key ("declaration_id") references "declaration" ("id") on update cascade;
alter table "demande_decision" add constraint "demande_decision_regle_decision_id_foreign" foreign key ("regle_decision_id") references "decision" ("id") on update cascade;

alter table "decision_humaine" add constraint "decision_humaine_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "decision_humaine" add constraint "decision_humaine_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "decision_humaine" add constraint "decision_humaine_declaration_id_foreign" foreign key ("declaration_id") references "declaration" ("id") on update cascade;
alter table "decision_humaine" add constraint "decision_humaine_regle_decision_id_foreign" foreign key ("regle_decision_id") references "decision" ("id") on update cascade;
alter table "decision_humaine" add constraint "decision_humaine_demande_id_foreign" foreign key ("demande_id") references "demande_decision" ("id") on update cascade on delete set null;

alter table "convention" add constraint "convention_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "convention" add constraint "convention_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "convention" add constraint "convention_formulaire_id_foreign" foreign key ("formulaire_id") references "formulaire_eligibilite" ("id") on update cascade;
alter table "convention" add constraint "convention_renouvelle_id_foreign" foreign key ("renouvelle_id") references "convention" ("id") on update cascade on delete set null;

alter table "contrat_service" add constraint "contrat_service_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "contrat_service" add constraint "contrat_service_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "contrat_service" add constraint "contrat_service_convention_id_foreign" foreign key ("convention_id") references "convention" ("id") on update cascade;
alter table "contrat_service" add constraint "contrat_service_decision_id_foreign" foreign key ("decision_id") references "decision" ("id") on update cascade on delete set null;

alter table "interlocuteur" add constraint "interlocuteur_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "interlocuteur" add constraint "interlocuteur_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "interlocuteur" add constraint "interlocuteur_contrat_id_foreign" foreign key ("contrat_id") references "contrat_service" ("id") on update cascade;

alter table "animateur" add constraint "animateur_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "animateur" add constraint "animateur_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "animateur" add constraint "animateur_equipement_id_foreign" foreign key ("equipement_id") references "equipement" ("id") on update cascade;

alter table "bulletin_adhesion" add constraint "bulletin_adhesion_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "bulletin_adhesion" add constraint "bulletin_adhesion_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "bulletin_adhesion" add constraint "bulletin_adhesion_convention_id_foreign" foreign key ("convention_id") references "convention" ("id") on update cascade;
alter table "bulletin_adhesion" add constraint "bulletin_adhesion_service_id_foreign" foreign key ("service_id") references "service" ("id") on update cascade;

alter table "transmission" add constraint "transmission_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "transmission" add constraint "transmission_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "transmission" add constraint "transmission_declaration_id_foreign" foreign key ("declaration_id") references "declaration" ("id") on update cascade;

alter table "utilisateur" add constraint "utilisateur_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "utilisateur" add constraint "utilisateur_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "utilisateur" add constraint "utilisateur_compte_id_foreign" foreign key ("compte_id") references "compte" ("id") on update cascade;

alter table "mandat" add constraint "mandat_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "mandat" add constraint "mandat_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "mandat" add constraint "mandat_donne_par_id_foreign" foreign key ("donne_par_id") references "utilisateur" ("id") on update cascade;
alter table "mandat" add constraint "mandat_titulaire_id_foreign" foreign key ("titulaire_id") references "utilisateur" ("id") on update cascade;
alter table "mandat" add constraint "mandat_parent_id_foreign" foreign key ("parent_id") references "mandat" ("id") on update cascade on delete set null;

alter table "habilitation" add constraint "habilitation_caf_id_foreign" foreign key ("caf_id") references "caf" ("id") on update no action on delete no action;
alter table "habilitation" add constraint "habilitation_partenaire_id_foreign" foreign key ("partenaire_id") references "partenaire" ("id") on update no action on delete no action;
alter table "habilitation" add constraint "habilitation_utilisateur_id_foreign" foreign key ("utilisateur_id") references "utilisateur" ("id") on update cascade;
alter table "habilitation" add constraint "habilitation_equipement_id_foreign" foreign key ("equipement_id") references "equipement" ("id") on update cascade;
alter table "habilitation" add constraint "habilitation_lieu_id_foreign" foreign key ("lieu_id") references "lieu_implantation" ("id") on update cascade on delete set null;
alter table "habilitation" add constraint "habilitation_remplace_id_foreign" foreign key ("remplace_id") references "habilitation" ("id") on update cascade on delete set null;
alter table "habilitation" add constraint "habilitation_decision_id_foreign" foreign key ("decision_id") references "decision" ("id") on update cascade on delete set null;



alter table "equipement" add constraint "equipement_type_foreign" foreign key ("type") references "type_equipement" ("id");
alter table "campagne" add constraint "campagne_type_equipement_foreign" foreign key ("type_equipement") references "type_equipement" ("id");
