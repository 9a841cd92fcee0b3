using FsCheck;

namespace Habitue.Tests.Learning;

/// <summary>How the tests ask FsCheck for cases: a law that fails throws and shows the case; one that holds says nothing.</summary>
internal static class QuietCheck
{
    public static Config Times(int cases = 100) => Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(cases);
}
