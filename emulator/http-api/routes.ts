/** The paths of Tigase's calls. Local part, domain and resource hold no `/` and no `@` (recordings "path" and "route"). */
export const STATUS: RegExp = /^\/rest\/user\/([^/@]+)@([^/@]+)\/status(?:\/([^/@]+))?$/;

export const ACCOUNT: RegExp = /^\/rest\/user\/([^/@]+)@([^/@]+)$/;

/** A list without a domain is asked for credentials too, so the route takes it (recordings "account access"). */
export const ACCOUNTS: RegExp = /^\/rest\/users\/([^/@]*)$/;
