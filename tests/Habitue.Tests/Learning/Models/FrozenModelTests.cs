using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Tests.Learning.Models;

/// <summary>
/// Models as they were once saved, one of every version of every kind: they must be readable for ever. Nothing
/// here is ever changed; a new version gets a new entry. They were fitted on four customers, recency
/// 1, 2, 30, 31 and orders 9, 8, 1, 2 (the encoders: country France, Spain, missing and orders 1, 2, 3).
/// </summary>
public sealed class FrozenModelTests
{
    private static readonly Matrix Customers = Matrix.OfColumns(("recency", [1, 2, 30, 31]), ("orders", [9, 8, 1, 2]));
    private static readonly Frame Countries = new(new TextColumn("country", ["France", "Spain", null]), new NumberColumn("orders", [1, 2, 3]));

    private static readonly Dictionary<string, float[]> Answers = new()
    {
        ["linear-scaling 1"] = [0, 1, 1 / 30f, 7 / 8f, 29 / 30f, 0, 1, 1 / 8f],
        ["log-scaling 1"] = [0.6931472f, 2.3025851f, 1.0986123f, 2.1972246f, 3.4339872f, 0.6931472f, 3.4657359f, 1.0986123f],
        ["one-hot 1"] = [1, 0, 1, 0, 1, 2, 0, 0, 3],
        ["ordinal 1"] = [0, 1, 1, 2, float.NaN, 3],
        ["k-means 1"] = [1, 1, 0, 0],
        ["k-means-sweep 1"] = [1, 1, 0, 0],
        ["pca 1"] = [-15.51979526f, -14.31307252f, 14.54771305f, 15.28515473f],
        ["clusterer-chain 1"] = [1, 1, 0, 0],
        ["transformer-chain 1"] = [-1.53105527f, -1.28231825f, 1.48231825f, 1.33105527f],
    };

    [Fact]
    public void Every_version_of_every_kind_is_here() => Assert.Empty(Algorithms.All
        .SelectMany(algorithm => Enumerable.Range(1, algorithm.Format.Version).Select(version => $"{algorithm.Format.Kind} {version}"))
        .Except(Saved.Keys.Intersect(Answers.Keys)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_frozen_model_still_gives_its_answers(string kind)
    {
        var model = ModelFile.Load(new MemoryStream(Convert.FromBase64String(Saved[kind])));

        float[] answers = model switch
        {
            ITransformer transformer => [.. transformer.Transform(Customers).Values],
            IEncoder encoder => [.. encoder.Encode(Countries).Values],
            IClusterer clusterer => [.. clusterer.Assign(Customers)],
            _ => [],
        };

        Iris.Near([.. Iris.Doubles(Answers[kind])], Iris.Doubles(answers));
        Assert.Equal(kind, $"{model.Card.Format.Kind} {model.Card.Format.Version}");
    }

    public static TheoryData<string> Kinds() => [.. Saved.Keys];

    private static readonly Dictionary<string, string> Saved = new()
    {
        ["linear-scaling 1"] = """
            SEFCTU9ERUwBAAAAjgAAAFn2BqoOAAAAbGluZWFyLXNjYWxpbmcBAAAADAAAAE1pbk1heFNjYWxlcgQAAAACAAAABwAAAHJlY2VuY3kGAAAAb3JkZXJzAAAAAAAAAAA/AAAABwAAAG9m
            ZnNldHMCAgAAAAAAAAAAAPA/AAAAAAAA8D8GAAAAc2NhbGVzAgIAAAAAAAAAAAA+QAAAAAAAACBA
            """,
        ["log-scaling 1"] = """
            SEFCTU9ERUwBAAAASQAAAFtGXQULAAAAbG9nLXNjYWxpbmcBAAAACQAAAExvZ1NjYWxlcgQAAAACAAAABwAAAHJlY2VuY3kGAAAAb3JkZXJzAAAAAAAAAAAAAAAA
            """,
        ["one-hot 1"] = """
            SEFCTU9ERUwBAAAAxAAAAICFTwkHAAAAb25lLWhvdAEAAAANAAAAT25lSG90RW5jb2RlcgMAAAACAAAABwAAAGNvdW50cnkGAAAAb3JkZXJzAgAAAA0AAABNYXhDYXRlZ29yaWVzBAAA
            ADEwMDAGAAAAVW5zZWVuCQAAAElzTWlzc2luZwAAAABLAAAABgAAAGNvdW50cwMCAAAAAgAAAP////8FAAAAdGV4dHMEAgAAAAYAAABGcmFuY2UFAAAAU3BhaW4GAAAAdW5zZWVuAwEA
            AAAAAAAA
            """,
        ["ordinal 1"] = """
            SEFCTU9ERUwBAAAAyAAAAIIFHxQHAAAAb3JkaW5hbAEAAAAOAAAAT3JkaW5hbEVuY29kZXIDAAAAAgAAAAcAAABjb3VudHJ5BgAAAG9yZGVycwIAAAANAAAATWF4Q2F0ZWdvcmllcwcA
            AAAxMDAwMDAwBgAAAFVuc2VlbgkAAABJc01pc3NpbmcAAAAASwAAAAYAAABjb3VudHMDAgAAAAIAAAD/////BQAAAHRleHRzBAIAAAAGAAAARnJhbmNlBQAAAFNwYWluBgAAAHVuc2Vl
            bgMBAAAAAAAAAA==
            """,
        ["k-means 1"] = """
            SEFCTU9ERUwBAAAAQwEAAEtM/MgHAAAAay1tZWFucwEAAAAGAAAAS01lYW5zBAAAAAIAAAAHAAAAcmVjZW5jeQYAAABvcmRlcnMHAAAACAAAAENsdXN0ZXJzAQAAADIOAAAASW5pdGlh
            bENlbnRyZXMEAAAAbm9uZQ0AAABNYXhJdGVyYXRpb25zAwAAADMwMAQAAABTZWVkAQAAADAJAAAAU3RhcnRSb3dzBQAAADUwMDAwBgAAAFN0YXJ0cwIAAAAxMAkAAABUb2xlcmFuY2UG
            AAAAMC4wMDAxAwAAAAkAAABjb252ZXJnZWQAAAAAAADwPwcAAABpbmVydGlhAAAAAAAAAEAKAAAAaXRlcmF0aW9ucwAAAAAAAABANgAAAAcAAABjZW50cmVzAQQAAAAAAPRBAADAPwAA
            wD8AAAhBBQAAAHNpemVzAwIAAAACAAAAAgAAAA==
            """,
        ["k-means-sweep 1"] = """
            SEFCTU9ERUwBAAAAFAMAADFD0DwNAAAAay1tZWFucy1zd2VlcAEAAAALAAAAS01lYW5zU3dlZXAEAAAAAgAAAAcAAAByZWNlbmN5BgAAAG9yZGVycwQAAAAEAAAARWFjaH0AAABLTWVh
            bnMgeyBDbHVzdGVycyA9IDgsIFN0YXJ0cyA9IDEwLCBNYXhJdGVyYXRpb25zID0gMzAwLCBUb2xlcmFuY2UgPSAwLjAwMDEsIFN0YXJ0Um93cyA9IDUwMDAwLCBJbml0aWFsQ2VudHJl
            cyA9ICwgU2VlZCA9IDAgfQQAAABGcm9tAQAAADIKAAAAU2lsaG91ZXR0ZSsAAABTaWxob3VldHRlIHsgU2FtcGxlUm93cyA9IDEwMDAwLCBTZWVkID0gMCB9AgAAAFRvAQAAADMDAAAA
            CAAAAGNsdXN0ZXJzAAAAAAAAAEAHAAAAaW5lcnRpYQAAAAAAAABACgAAAHNpbGhvdWV0dGX/ENZ3qXvuP6wBAAAEAAAAYmVzdAUBAAAABwAAAGstbWVhbnMBAAAABgAAAEtNZWFucwQA
            AAACAAAABwAAAHJlY2VuY3kGAAAAb3JkZXJzBwAAAAgAAABDbHVzdGVycwEAAAAyDgAAAEluaXRpYWxDZW50cmVzBAAAAG5vbmUNAAAATWF4SXRlcmF0aW9ucwMAAAAzMDAEAAAAU2Vl
            ZAEAAAAwCQAAAFN0YXJ0Um93cwUAAAA1MDAwMAYAAABTdGFydHMCAAAAMTAJAAAAVG9sZXJhbmNlBgAAADAuMDAwMQMAAAAJAAAAY29udmVyZ2VkAAAAAAAA8D8HAAAAaW5lcnRpYQAA
            AAAAAABACgAAAGl0ZXJhdGlvbnMAAAAAAAAAQDYAAAAHAAAAY2VudHJlcwEEAAAAAAD0QQAAwD8AAMA/AAAIQQUAAABzaXplcwMCAAAAAgAAAAIAAAAIAAAAY2x1c3RlcnMDAgAAAAIA
            AAADAAAABwAAAGluZXJ0aWECAgAAAAAAAAAAAABAAAAAAAAA8D8KAAAAc2lsaG91ZXR0ZQICAAAA/xDWd6l77j9yb8GXvnbePw==
            """,
        ["pca 1"] = """
            SEFCTU9ERUwBAAAA+AAAAMnkOiUDAAAAcGNhAQAAAAMAAABQY2EEAAAAAgAAAAcAAAByZWNlbmN5BgAAAG9yZGVycwIAAAAKAAAAQ29tcG9uZW50cwEAAAAxBgAAAFdoaXRlbgUAAABG
            YWxzZQEAAAAJAAAAZXhwbGFpbmVkub/H7tD27z+CAAAABQAAAG1lYW5zAgIAAAAAAAAAAAAwQAAAAAAAABRACAAAAGxvYWRpbmdzAgIAAAAfENslTBvvP6Sl/3OzCM6/CQAAAHZhcmlh
            bmNlcwIBAAAAAgAAAACQckAFAAAAdG90YWwCAQAAAFZVVVVVlXJABgAAAHdoaXRlbgMBAAAAAAAAAA==
            """,
        ["clusterer-chain 1"] = """
            SEFCTU9ERUwBAAAAMgMAAD1JB4wPAAAAY2x1c3RlcmVyLWNoYWluAQAAABQAAABNaW5NYXhTY2FsZXIsIEtNZWFucwQAAAACAAAABwAAAHJlY2VuY3kGAAAAb3JkZXJzBwAAAA0AAABM
            YXN0LkNsdXN0ZXJzAQAAADITAAAATGFzdC5Jbml0aWFsQ2VudHJlcwQAAABub25lEgAAAExhc3QuTWF4SXRlcmF0aW9ucwMAAAAzMDAJAAAATGFzdC5TZWVkAQAAADAOAAAATGFzdC5T
            dGFydFJvd3MFAAAANTAwMDALAAAATGFzdC5TdGFydHMCAAAAMTAOAAAATGFzdC5Ub2xlcmFuY2UGAAAAMC4wMDAxAwAAAAkAAABjb252ZXJnZWQAAAAAAADwPwcAAABpbmVydGlhAAAA
            cEUjkT8KAAAAaXRlcmF0aW9ucwAAAAAAAABA7AEAAAUAAABmaXJzdAUBAAAADgAAAGxpbmVhci1zY2FsaW5nAQAAAAwAAABNaW5NYXhTY2FsZXIEAAAAAgAAAAcAAAByZWNlbmN5BgAA
            AG9yZGVycwAAAAAAAAAAPwAAAAcAAABvZmZzZXRzAgIAAAAAAAAAAADwPwAAAAAAAPA/BgAAAHNjYWxlcwICAAAAAAAAAAAAPkAAAAAAAAAgQAQAAABsYXN0BQEAAAAHAAAAay1tZWFu
            cwEAAAAGAAAAS01lYW5zBAAAAAIAAAAHAAAAcmVjZW5jeQYAAABvcmRlcnMHAAAACAAAAENsdXN0ZXJzAQAAADIOAAAASW5pdGlhbENlbnRyZXMEAAAAbm9uZQ0AAABNYXhJdGVyYXRp
            b25zAwAAADMwMAQAAABTZWVkAQAAADAJAAAAU3RhcnRSb3dzBQAAADUwMDAwBgAAAFN0YXJ0cwIAAAAxMAkAAABUb2xlcmFuY2UGAAAAMC4wMDAxAwAAAAkAAABjb252ZXJnZWQAAAAA
            AADwPwcAAABpbmVydGlhAAAAcEUjkT8KAAAAaXRlcmF0aW9ucwAAAAAAAABANgAAAAcAAABjZW50cmVzAQQAAAC8u3s/AACAPYmIiDwAAHA/BQAAAHNpemVzAwIAAAACAAAAAgAAAA==
            """,
        ["transformer-chain 1"] = """
            SEFCTU9ERUwBAAAAQQIAACD8ATYRAAAAdHJhbnNmb3JtZXItY2hhaW4BAAAAEwAAAFN0YW5kYXJkU2NhbGVyLCBQY2EEAAAAAgAAAAcAAAByZWNlbmN5BgAAAG9yZGVycwIAAAAPAAAA
            TGFzdC5Db21wb25lbnRzAQAAADELAAAATGFzdC5XaGl0ZW4FAAAARmFsc2UBAAAACQAAAGV4cGxhaW5lZBJKl65s1O8/owEAAAUAAABmaXJzdAUBAAAADgAAAGxpbmVhci1zY2FsaW5n
            AQAAAA4AAABTdGFuZGFyZFNjYWxlcgQAAAACAAAABwAAAHJlY2VuY3kGAAAAb3JkZXJzAAAAAAAAAAA/AAAABwAAAG9mZnNldHMCAgAAAAAAAAAAADBAAAAAAAAAFEAGAAAAc2NhbGVz
            AgIAAAD9hWiYaQQtQMAKHwDGSAxABAAAAGxhc3QFAQAAAAMAAABwY2EBAAAAAwAAAFBjYQQAAAACAAAABwAAAHJlY2VuY3kGAAAAb3JkZXJzAgAAAAoAAABDb21wb25lbnRzAQAAADEG
            AAAAV2hpdGVuBQAAAEZhbHNlAQAAAAkAAABleHBsYWluZWQSSpeubNTvP4IAAAAFAAAAbWVhbnMCAgAAAAAAAAAAAAAAAAAAAAAAAAAIAAAAbG9hZGluZ3MCAgAAACHlR2KeoOY/d5K2
            ap6g5r8JAAAAdmFyaWFuY2VzAgEAAADTWWWESDgFQAUAAAB0b3RhbAIBAAAARbtrZVVVBUAGAAAAd2hpdGVuAwEAAAAAAAAA
            """,
    };
}
