namespace Habitue.Simulation;

/// <summary>Looks after the folder a shop is written to: never overwrites what is not a simulated shop.</summary>
internal static class ShopFolder
{
    private static readonly string[] Parts = ["web", "pos", "crm", "catalogue", "history", "campaigns", "truth"];

    public static void MustBeFree(string folder)
    {
        if (File.Exists(folder)) throw new IOException($"{folder} is a file; name a folder to write the shop to.");
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()) return;
        if (!File.Exists(Path.Combine(folder, "truth", "shop.json")))
            throw new IOException($"The folder {folder} is not empty and holds no simulated shop; name another folder or empty this one.");
    }

    /// <summary>Replaces the shop in the target; other files in the folder stay.</summary>
    public static void Move(string draft, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var part in Parts)
        {
            var old = Path.Combine(target, part);
            if (Directory.Exists(old)) Directory.Delete(old, true);
            if (Directory.Exists(Path.Combine(draft, part))) Directory.Move(Path.Combine(draft, part), old);
        }
    }
}
