export { takeAwayLoaders } from "../take_away.ts";
