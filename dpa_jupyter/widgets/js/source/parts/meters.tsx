/** A few scores beside each other, as bars with their numbers. */

export interface MeterProps {
  label: string;
  /** From 0 to 100; null where it was not assessed. */
  value: number | null;
}

export function Meters({ label, meters }: { label: string; meters: readonly MeterProps[] }) {
  return (
    <dl class="dpa-meters" aria-label={label}>
      {meters.map((meter) => (
        <div key={meter.label}>
          <dt>{meter.label}</dt>
          <dd>
            <span class="dpa-meter" aria-hidden="true">
              {meter.value !== null && <span style={{ width: `${meter.value}%` }} />}
            </span>
            {meter.value === null ? <span class="dpa-none">not assessed</span> : <b>{Math.floor(meter.value)}</b>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
