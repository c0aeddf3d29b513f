"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const itemLook =
  "flex min-h-11 sm:min-h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none data-highlighted:bg-accent-soft data-highlighted:text-accent-deep";

export const Menu = DropdownMenu.Root;
export const MenuTrigger = DropdownMenu.Trigger;
export const MenuSeparator = () => <DropdownMenu.Separator className="-mx-1.5 my-1.5 h-px bg-line" />;

export const MenuContent = ({ className, ...rest }: ComponentProps<typeof DropdownMenu.Content>) => (
  <DropdownMenu.Portal>
    <DropdownMenu.Content
      align="end"
      sideOffset={8}
      collisionPadding={12}
      {...rest}
      className={cn(
        "z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-64 animate-appear overflow-y-auto rounded-card border border-line bg-raised p-1.5 shadow-raised",
        className,
      )}
    />
  </DropdownMenu.Portal>
);

export const MenuItem = ({
  icon,
  children,
  ...rest
}: ComponentProps<typeof DropdownMenu.Item> & { icon?: ReactNode }) => (
  <DropdownMenu.Item {...rest} className={cn(itemLook, "[&_svg]:size-4 [&_svg]:text-ink-faint")}>
    {icon}
    {children}
  </DropdownMenu.Item>
);

const Tick = () => (
  <span className="grid size-4 place-items-center">
    <DropdownMenu.ItemIndicator>
      <Check aria-hidden className="size-4 text-accent" />
    </DropdownMenu.ItemIndicator>
  </span>
);

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { value: T; label: string; lang?: string }[];
  onChoose: (value: T) => void;
};

/** One choice of several. */
export const MenuChoice = <T extends string>({ label, value, options, onChoose }: ChoiceProps<T>) => (
  <DropdownMenu.RadioGroup value={value} aria-label={label}>
    <DropdownMenu.Label className="px-2.5 pt-1.5 pb-1 text-ink-faint text-xs">{label}</DropdownMenu.Label>
    {options.map((option) => (
      <DropdownMenu.RadioItem
        key={option.value}
        value={option.value}
        lang={option.lang}
        onSelect={() => onChoose(option.value)}
        className={itemLook}
      >
        <Tick />
        {option.label}
      </DropdownMenu.RadioItem>
    ))}
  </DropdownMenu.RadioGroup>
);

export const MenuSwitch = ({
  label,
  isOn,
  onSwitch,
}: {
  label: string;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
}) => (
  <DropdownMenu.CheckboxItem checked={isOn} onCheckedChange={onSwitch} className={itemLook}>
    <Tick />
    {label}
  </DropdownMenu.CheckboxItem>
);
