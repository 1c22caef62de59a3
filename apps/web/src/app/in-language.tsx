import type { ComponentType } from 'react';
import { useLingui } from '@lingui/react';

type Page = { readonly Component?: ComponentType | null };

/** A page that is written anew, as a whole and in its place, when another language is chosen: dates and names of it come from plain functions. */
export function inLanguage<Module extends Page>(page: Module): Module {
  const { Component } = page;
  if (Component == null) return page;
  const Spoken = () => {
    useLingui();
    return <Component />;
  };
  return { ...page, Component: Spoken };
}
