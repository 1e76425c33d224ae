"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPhotoDown } from "@tabler/icons-react";
import { memo, type ReactNode, type RefObject, useRef } from "react";
import { META_ID } from "../../core/graph/edit-tables";
import { useEditorStore } from "../editor/editor-store";
import classes from "./chart-frame.module.css";
import { chartSvg, pngOfSvg } from "./chart-svg";
import { messageOf } from "./plan-run";
import { download } from "./take-away";

interface ChartFrameProps {
  /** Over the exported picture, and its file's name. */
  title: string;
  children: ReactNode;
  /** Elements elsewhere that belong to the picture, such as its legend: a selector. */
  legend?: string | undefined;
  className?: string | undefined;
}

interface PictureMenuProps extends Pick<ChartFrameProps, "title" | "legend"> {
  content: RefObject<HTMLDivElement | null>;
}

/** A chart that can be taken away as PNG or SVG, with its legend, as it looks now. */
export function ChartFrame({ title, children, legend, className }: ChartFrameProps) {
  const content = useRef<HTMLDivElement | null>(null);
  return (
    <div className={`${classes.root} ${className ?? ""}`}>
      <div ref={content} className={classes.content}>
        {children}
      </div>
      <PictureMenu title={title} legend={legend} content={content} />
    </div>
  );
}

/** Stays as it is while the chart beside it changes. */
const PictureMenu = memo(function PictureMenu({ title, legend, content }: PictureMenuProps) {
  const store = useEditorStore();
  const take = async (format: "png" | "svg") => {
    if (!content.current) return;
    try {
      const { document: own } = store.getState();
      const meta = own.tables.meta[META_ID];
      const name = meta?.title ?? meta?.name ?? "pipeline";
      const parts = [content.current, ...(legend ? document.querySelectorAll(legend) : [])];
      const picture = chartSvg(parts, `${name}: ${title}`, `Trilemma, ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`);
      const file = `${meta?.name ?? "pipeline"}-${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.${format}`;
      download(file, format === "svg" ? new Blob([picture.svg], { type: "image/svg+xml;charset=utf-8" }) : await pngOfSvg(picture));
    } catch (error) {
      notifications.show({ color: "red", title: "No picture", message: messageOf(error) });
    }
  };
  return (
    <div className={classes.menu} data-export-skip>
      <Menu position="bottom-end" width={120}>
        <Menu.Target>
          <ActionIcon size={20} variant="default" aria-label={`Save picture: ${title}`} title="Save picture">
            <IconPhotoDown size={13} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void take("png")}>PNG</Menu.Item>
          <Menu.Item onClick={() => void take("svg")}>SVG</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
});
