namespace Habitue.Tests.Learning.Models.Frozen;

internal static class Baselines
{
    public static readonly FrozenModel[] All =
    [
        new("class-shares 1", [0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f], """
            SEFCTU9ERUwBAAAAhQAAAOgF9yAMAAAAY2xhc3Mtc2hhcmVzAQAAAAsAAABDbGFzc1NoYXJlcwQAAAACAAAABwAAAHJlY2VuY3kGAAAAb3JkZXJzAAAAAAAAAAA5AAAABwAAAGNsYXNz
            ZXMEAgAAAAEAAAAwAQAAADEGAAAAc2hhcmVzAgIAAAAAAAAAAADgPwAAAAAAAOA/
            """),
        new("mean-target 1", [0.5f, 0.5f, 0.5f, 0.5f], """
            SEFCTU9ERUwBAAAAXwAAAN7NTJkLAAAAbWVhbi10YXJnZXQBAAAACgAAAE1lYW5UYXJnZXQEAAAAAgAAAAcAAAByZWNlbmN5BgAAAG9yZGVycwAAAAAAAAAAFQAAAAQAAABtZWFuAgEA
            AAAAAAAAAADgPw==
            """),
    ];
}
