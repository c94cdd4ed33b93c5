export { configTypes, typeFor, typeNamed } from './model/index.ts';
