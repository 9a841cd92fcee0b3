using System.Diagnostics;

namespace Habitue.Tests.Log;

/// <summary>A file system of a few megabytes in memory, to run it full. Only the super-user of a Linux machine may have one.</summary>
internal sealed class SmallDisk : IDisposable
{
    public const string Needs = "This needs the right to mount a small tmpfs.";
    private const int Block = 64 << 10, Page = 4 << 10;
    private readonly List<string> ballast = [];

    public SmallDisk(int megabytes)
    {
        Folder = Directory.CreateTempSubdirectory("habitue-disk-").FullName;
        IsMounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Folder);
    }

    public string Folder { get; }
    public bool IsMounted { get; }

    /// <summary>Takes all space but some.</summary>
    public void Fill(long leave)
    {
        ballast.Add(Path.Combine(Folder, $"ballast-{ballast.Count}"));
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(ballast[^1], FileMode.CreateNew, FileAccess.Write);
        long written = 0;
        try
        {
            for (int size = Block; size >= Page; size /= 16)
                for (; new DriveInfo(Folder).AvailableFreeSpace - size >= leave; written += size)
                    RandomAccess.Write(file, new byte[size], written);
        }
        catch (IOException) when (leave == 0)
        {
            return;   // others write too: there is no space left, as was asked for
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free()
    {
        ballast.ForEach(File.Delete);
        ballast.Clear();
    }

    public void Dispose()
    {
        if (IsMounted)
            Run("umount", Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private static bool Run(string program, params string[] words)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;   // there is no such program here
        }
    }
}
