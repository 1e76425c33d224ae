import type { Metadata } from "next";
import { ProfilePage } from "@/components/measurements/profile-page";

export async function generateMetadata({ params }: { params: Promise<{ name: string }> }): Promise<Metadata> {
  return { title: `Profiles of ${decodeURIComponent((await params).name)}` };
}

export default async function Page({ params }: { params: Promise<{ id: string; name: string }> }) {
  const { id, name } = await params;
  return <ProfilePage documentId={id} name={decodeURIComponent(name)} />;
}
