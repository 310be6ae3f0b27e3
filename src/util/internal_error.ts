/** The message for a bug in updsts; every interface shows it. */
export const INTERNAL_ERROR = "internal error in updsts";
