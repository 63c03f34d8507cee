/** Has no types of its own. */
declare module 'split-sms' {
  interface Split {
    readonly characterSet: 'GSM' | 'Unicode';
    readonly parts: readonly { readonly content: string }[];
  }
  const splitSms: { split(text: string): Split };
  export default splitSms;
}
