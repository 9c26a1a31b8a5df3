/**
 * Days of the Gregorian calendar as plain numbers: day 0 is 0001-01-01, which was a Monday. Rules are
 * expanded on these, because a wall clock knows no offset and a rule may ask about many thousand days.
 */

/** Days after which weekdays, months and leap years repeat exactly: 400 years, and a whole number of weeks. */
export const CALENDAR_CYCLE_DAYS = 146_097;

/** Days before the first of each month in a year that is no leap year. */
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Number of 1 January. */
export function firstDayOfYear(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

/** Number of the first of a month; `month` is 1 to 12, and 13 is the first of the next year. */
export const firstDayOfMonth = (year: number, month: number): number =>
  firstDayOfYear(year) + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + (month > 2 && isLeapYear(year) ? 1 : 0);

/** 0 is Monday, 6 is Sunday. */
export const weekdayOf = (day: number): number => ((day % 7) + 7) % 7;

/** The year that holds a day. */
export function yearOf(day: number): number {
  const year = Math.floor(day / 365.2425) + 1; // right, or one off near New Year
  if (firstDayOfYear(year) > day) return year - 1;
  return firstDayOfYear(year + 1) <= day ? year + 1 : year;
}

/** The month, 1 to 12, that holds a day, and its year. */
export function monthOf(day: number): { readonly year: number; readonly month: number } {
  const year = yearOf(day);
  const month = Math.floor((day - firstDayOfYear(year)) / 31) + 1; // right, or one too low
  return { year, month: firstDayOfMonth(year, month + 1) <= day ? month + 1 : month };
}

/** Number of a day written `YYYY-MM-DD`; what follows in the text is not looked at. */
export const dayOfText = (text: string): number =>
  firstDayOfMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7))) + Number(text.slice(8, 10)) - 1;

/** `YYYY-MM-DD` of a day of the years 1 to 9999. */
export function textOfDay(day: number): string {
  const { year, month } = monthOf(day);
  const ofMonth = day - firstDayOfMonth(year, month) + 1;
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(ofMonth).padStart(2, "0")}`;
}
