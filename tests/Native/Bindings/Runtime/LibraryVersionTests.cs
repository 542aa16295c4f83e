using TorchBasics.Bindings.Libraries;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

public class LibraryVersionTests
{
    private static readonly Version Built = Version.Parse(PackageVersions.Libtorch);

    [Fact]
    public void The_version_that_TorchSharp_was_built_for_fits_whatever_its_patch()
    {
        Assert.True(LibraryLoader.Fits(Built, takesNewer: false));
        Assert.True(LibraryLoader.Fits(new Version(Built.Major, Built.Minor, 99), takesNewer: false));
    }

    [Fact]
    public void A_later_one_fits_only_whoever_wants_to_try_it()
    {
        var later = new Version(Built.Major, Built.Minor + 1, 0);

        Assert.False(LibraryLoader.Fits(later, takesNewer: false));
        Assert.True(LibraryLoader.Fits(later, takesNewer: true));
    }

    [Fact]
    public void An_earlier_or_unknown_one_and_another_major_version_never_fit()
    {
        Assert.False(LibraryLoader.Fits(new Version(Built.Major, Built.Minor - 1, 0), takesNewer: true));
        Assert.False(LibraryLoader.Fits(new Version(Built.Major + 1, Built.Minor, 0), takesNewer: true));
        Assert.False(LibraryLoader.Fits(null, takesNewer: true));
    }
}
