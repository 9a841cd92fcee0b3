using Habitue.Lake.Storage;

namespace Habitue.Tests.Host;

public sealed class HomeTests : IDisposable
{
    private readonly TemporaryHome place = new();

    public void Dispose() => place.Dispose();

    private Home Open() => Home.Open(place.Folder, "run", TimeProvider.System);

    [Fact]
    public void A_new_home_has_its_rooms_and_only_its_owner_may_enter()
    {
        using var home = Open();
        Assert.All([home.Lake, home.Reports, home.Models, home.Mappings, home.Spool], room => Assert.True(Directory.Exists(room), room));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(place.Folder));
    }

    [Fact]
    public void A_second_process_is_told_who_owns_the_home()
    {
        Open().Dispose();
        File.WriteAllText(Path.Combine(place.Folder, "warehouse.duckdb"), "");
        using var held = Open();
        var ran = TheProgram.Run(place.Folder, "sql", "SELECT 1");
        Assert.Equal(2, ran.Code);
        Assert.Matches($@"in use by process {Environment.ProcessId} \(habitue run, since \d\d:\d\d\)", ran.Error);
    }

    [Fact]
    public void A_given_back_home_can_be_taken_again_and_names_nobody()
    {
        Open().Dispose();
        Assert.Null(HomeOwner.Read(place.Folder));
        Assert.False(HomeOwner.IsLocked(place.Folder));
        Open().Dispose();
    }

    [Fact]
    public void The_note_of_a_process_that_was_killed_holds_nobody_up()
    {
        Open().Dispose();
        File.WriteAllText(Path.Combine(place.Folder, "home.owner"), "1\tsomewhere\trun\t2026-01-01T00:00:00.0000000+00:00\n");
        Open().Dispose();
    }

    [Fact]
    public void The_spool_of_an_earlier_process_is_emptied()
    {
        using (var first = Open()) File.WriteAllText(Path.Combine(first.Spool, "half.csv"), "a,b");
        using var home = Open();
        Assert.Empty(Directory.GetFileSystemEntries(home.Spool));
    }

    [Fact]
    public void A_folder_of_other_files_does_not_become_a_home()
    {
        Directory.CreateDirectory(place.Folder);
        File.WriteAllText(Path.Combine(place.Folder, "letter.txt"), "dear");
        var problem = Assert.Throws<HomeException>(() => Open());
        Assert.Contains(place.Folder, problem.Message);
        Assert.Equal(["letter.txt"], Directory.GetFileSystemEntries(place.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_is_no_home()
    {
        File.WriteAllText(place.Folder, "");
        Assert.Contains("this is a file", Assert.Throws<HomeException>(() => Open()).Message);
    }

    [Fact]
    public void The_folder_given_comes_before_the_environment() =>
        Assert.Equal(place.Folder, Home.FolderFor(place.Folder + Path.DirectorySeparatorChar));

    [Fact]
    public void A_home_without_permission_is_one_sentence()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows keeps permissions in another way.");
        // The super-user may write anywhere, so the program then runs as nobody.
        var somebody = Environment.IsPrivilegedProcess ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : "";
        var ran = TheProgram.Shell(place.Folder, $"""
            chmod 755 '{Path.GetDirectoryName(place.Folder)}'
            mkdir '{place.Folder}' && touch '{place.Folder}/warehouse.duckdb' && chmod 555 '{place.Folder}'
            {somebody} '{TheProgram.File}' sql 'SELECT 1'
            """);
        Assert.Equal(2, ran.Code);
        Assert.Equal($"habitue: {place.Folder}: no permission to write here; name a home of your own with --home or HABITUE_HOME.\n", ran.Error);
    }
}
