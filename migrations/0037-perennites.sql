-- Which pérennités there are is said by the referential of that name, dated and approved.
alter table campagne drop constraint campagne_perennite_check;
alter table declaration drop constraint declaration_perennite_check;
