import { Component, type ComponentClass, type FunctionComponent } from 'preact';

/** A component that is rendered anew only where its properties are others: a list has a thousand of them. */
export function memo<Props extends object>(Inner: FunctionComponent<Props>): ComponentClass<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      return (Object.keys(next) as (keyof Props)[]).some((name) => next[name] !== this.props[name]);
    }

    override render() {
      return <Inner {...this.props} />;
    }
  };
}
