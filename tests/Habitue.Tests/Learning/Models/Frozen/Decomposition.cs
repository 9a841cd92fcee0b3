namespace Habitue.Tests.Learning.Models.Frozen;

internal static class Decomposition
{
    public static readonly FrozenModel[] All =
    [
        new("pca 1", [-15.51979526f, -14.31307252f, 14.54771305f, 15.28515473f], """
            SEFCTU9ERUwBAAAA+AAAAMnkOiUDAAAAcGNhAQAAAAMAAABQY2EEAAAAAgAAAAcAAAByZWNlbmN5BgAAAG9yZGVycwIAAAAKAAAAQ29tcG9uZW50cwEAAAAxBgAAAFdoaXRlbgUAAABG
            YWxzZQEAAAAJAAAAZXhwbGFpbmVkub/H7tD27z+CAAAABQAAAG1lYW5zAgIAAAAAAAAAAAAwQAAAAAAAABRACAAAAGxvYWRpbmdzAgIAAAAfENslTBvvP6Sl/3OzCM6/CQAAAHZhcmlh
            bmNlcwIBAAAAAgAAAACQckAFAAAAdG90YWwCAQAAAFZVVVVVlXJABgAAAHdoaXRlbgMBAAAAAAAAAA==
            """),
    ];
}
