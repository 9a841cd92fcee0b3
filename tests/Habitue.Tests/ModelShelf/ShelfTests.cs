using Habitue.Duck;
using Habitue.Host;
using Habitue.Learning.Data;
using Habitue.Learning.Preprocessing;
using Habitue.ModelShelf;
using Habitue.Tests.Insights;

namespace Habitue.Tests.ModelShelf;

public sealed class ShelfTests : IDisposable
{
    private readonly DuckDatabase database = DuckDatabase.InMemory();
    private readonly DuckConnection warehouse;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-shelf-");
    private readonly Shelf shelf;

    public ShelfTests()
    {
        warehouse = database.Connect();
        shelf = new Shelf(folder.FullName, warehouse, new ShopBench.Ticking());
    }

    public void Dispose()
    {
        warehouse.Dispose();
        database.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_model_that_was_put_there_comes_back_with_all_that_is_known_of_it()
    {
        var shelved = shelf.Put(Draft(3));

        Assert.Equal(("test", 1, true), (shelved.Name, shelved.Version, shelved.PromotedSince is not null));
        Assert.Equal(shelved, shelf.Promoted("test"));
        Assert.Equal(3, shelf.Load<LinearScaling>(shelved).Offsets[0]);
        Assert.Equal([new ModelMetric("all", "AUC", 0.8, 0.7, 0.9, 0.6, true), new ModelMetric("all", "lift", 2, 1, 3, null, true)], shelf.Metrics(shelved));
        Assert.Equal([new CurvePoint("roc", 0, 0, 1), new CurvePoint("roc", 1, 1, 0)], shelf.Curves(shelved));
        Assert.Contains("**Purpose.** For tests.", shelved.Card);
        Assert.Contains("| all | AUC | 0.8 | 0.7 to 0.9 | 0.6 |", shelved.Card);
    }

    [Fact]
    public void The_very_same_model_is_not_put_there_twice()
    {
        shelf.Put(Draft(3));
        Assert.Equal(1, shelf.Put(Draft(3)).Version);
        Assert.Equal(2, shelf.Put(Draft(4)).Version);
        Assert.Equal(3, shelf.Put(Draft(3)).Version);
        Assert.Equal(4, shelf.Put(Draft(3) with { AsOf = new DateTime(2024, 6, 1) }).Version);
    }

    [Fact]
    public void One_that_is_not_better_than_its_baseline_is_kept_and_does_not_answer()
    {
        shelf.Put(Draft(3));
        var worse = shelf.Put(Draft(4, ready: false));
        Assert.Null(worse.PromotedSince);
        Assert.Equal(1, shelf.Promoted("test")!.Version);
        Assert.Equal([2, 1], shelf.All().Select(model => model.Version));
    }

    [Fact]
    public void Promotion_and_rollback_change_who_answers_and_are_remembered()
    {
        foreach (var offset in (double[])[1, 2, 3]) shelf.Put(Draft(offset));
        Assert.Equal(3, shelf.Promoted("test")!.Version);
        Assert.Equal(2, shelf.RollBack("test").Version);
        Assert.Equal(1, shelf.Promote("test", 1, "by hand").Version);
        Assert.Equal(1, shelf.Promoted("test")!.Version);
        Assert.Equal(2, shelf.RollBack("test").Version);
        Assert.Equal(["better than the baseline", "better than the baseline", "better than the baseline", "rolled back from 3", "by hand", "rolled back from 1"], warehouse.Rows<string>("SELECT reason FROM promotions ORDER BY since"));
        Assert.Equal(1, warehouse.Scalar<long>("SELECT COUNT(*) FROM promotions WHERE until IS NULL"));
    }

    [Fact]
    public void What_is_not_there_is_answered_with_what_is()
    {
        Assert.Equal("test has no promoted version; `habitue train` makes the first models.", Said(() => shelf.RollBack("test")));
        shelf.Put(Draft(1));
        Assert.Equal("test has no version 9 on the shelf; there are 1.", Said(() => shelf.Promote("test", 9, "by hand")));
        Assert.Equal("tset has no version 1 on the shelf; there are models called test.", Said(() => shelf.Promote("tset", 1, "by hand")));
        Assert.StartsWith("test: no other version than 1 was promoted before", Said(() => shelf.RollBack("test")));
    }

    [Fact]
    public void What_a_killed_process_left_between_files_and_table_is_in_nobodys_way()
    {
        shelf.Put(Draft(1));
        foreach (var left in (string[])["2", "2.part", "7"])
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder.FullName, "test", left)).FullName, "model.model"), "half");

        var next = shelf.Put(Draft(2));

        Assert.Equal(2, next.Version);
        Assert.Equal(2, shelf.Load<LinearScaling>(next).Offsets[0]);
        Assert.Equal(["1", "2"], Directory.GetDirectories(Path.Combine(folder.FullName, "test")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Old_versions_go_but_not_the_one_that_answers_nor_the_one_before_it()
    {
        shelf.Put(Draft(0));
        shelf.Put(Draft(1));
        for (var i = 2; i < 15; i++) shelf.Put(Draft(i, ready: false));
        Assert.Equal([1, 2, .. Enumerable.Range(6, 10)], shelf.All().Select(model => model.Version).Order());
        Assert.Equal(12, Directory.GetDirectories(Path.Combine(folder.FullName, "test")).Length);
        Assert.Equal(2, shelf.Promoted("test")!.Version);
        Assert.Equal(1, shelf.Load<LinearScaling>(shelf.Promoted("test")!).Offsets[0]);
        Assert.Equal(1, shelf.RollBack("test").Version);
    }

    [Fact]
    public void A_damaged_file_and_one_that_is_gone_are_said_in_a_sentence()
    {
        var model = shelf.Put(Draft(1));
        var file = Path.Combine(folder.FullName, "test", "1", "model.model");
        var bytes = File.ReadAllBytes(file);
        bytes[^3] ^= 0x40;
        File.WriteAllBytes(file, bytes);
        Assert.Matches("^The file of test, version 1, is damaged: .*`habitue train tests` makes a new one, `habitue models rollback test` takes the one before\\.$", Said(() => shelf.Load<LinearScaling>(model)));
        File.WriteAllBytes(file, bytes[..20]);
        Assert.StartsWith("The file of test, version 1, is damaged", Said(() => shelf.Load<LinearScaling>(model)));
        File.Delete(file);
        Assert.StartsWith("The file of test, version 1, is gone", Said(() => shelf.Load<LinearScaling>(model)));
    }

    private static string Said(Action what) => Assert.Throws<UserMistakeException>(what).Message;

    private static ModelDraft Draft(double offset, bool ready = true) => new()
    {
        Name = "test",
        Slice = "tests",
        Purpose = "For tests.",
        AsOf = new DateTime(2024, 1, 1),
        Data = "load 1",
        LearnedFrom = "Two numbers.",
        Recipe = "StandardScaler",
        Settings = new Dictionary<string, string>(),
        Features = ["x"],
        Metrics = [new ModelMetric("all", "AUC", 0.8, 0.7, 0.9, 0.6, true), new ModelMetric("all", "lift", 2, 1, 3, null, true)],
        Curves = [new CurvePoint("roc", 0, 0, 1), new CurvePoint("roc", 1, 1, 0)],
        Ready = ready,
        Verdict = "It is good.",
        Limits = "None.",
        Parts = [("model", new StandardScaler().Fit(Matrix.OfColumns(("x", [offset - 1, offset + 1]))))],
    };
}
