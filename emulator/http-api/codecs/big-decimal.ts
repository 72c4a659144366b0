/** The form that `new java.math.BigDecimal(String)` reads. */
const FORM = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** The largest exponent and the largest scale. An exponent below the least one would make a scale above the largest. */
const INT_MAX = 2 ** 31 - 1;

/**
 * A decimal number as Java keeps it: an integer and the number of its digits that stand behind the point.
 * `1.50` and `1.5` are two values, each printed as it was written. The digits stay text, so that a number of a
 * million digits costs no more than its length.
 * Source: the API documentation of java.math.BigDecimal; recordings "json priority", "fuzz json".
 */
export class BigDecimal {
  private constructor(
    private readonly negative: boolean,
    private readonly digits: string,
    private readonly scale: number,
  ) {}

  /** The number in `text`, or `undefined` where Java would throw a NumberFormatException. */
  static parse(text: string): BigDecimal | undefined {
    const match = FORM.exec(text);
    if (match === null) return undefined;
    const [, sign, whole = '', fraction = '', exponent = '0'] = match;
    const written = whole + fraction;
    if (written === '') return undefined;
    const power = Number(exponent);
    const scale = fraction.length - power;
    if (power > INT_MAX || scale > INT_MAX) return undefined;
    const digits = written.replace(/^0+(?=\d)/, '');
    return new BigDecimal(sign === '-' && digits !== '0', digits, scale);
  }

  /** Whether `doubleValue()` is 0, which also a number too small for a double is. */
  isZeroAsDouble(): boolean {
    return this.digits === '0' || Number(`${this.digits}e${-this.scale}`) === 0;
  }

  /** As BigDecimal.toString: plain while the scale is not negative and the exponent not below -6. */
  toString(): string {
    const { digits, scale } = this;
    const sign = this.negative ? '-' : '';
    if (scale === 0) return sign + digits;
    const exponent = digits.length - 1 - scale;
    if (scale > 0 && exponent >= -6) {
      const padded = digits.padStart(scale + 1, '0');
      return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
    }
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}E${exponent > 0 ? '+' : ''}${exponent}`;
  }
}
