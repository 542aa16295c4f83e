namespace TorchBasics.Tests.Native.Repository.Far;

/// <summary>One end of a circle between two folders, on purpose.</summary>
internal static class Away
{
    public static string Name => FolderTests.Name.Length > 0 ? "away" : string.Empty;
}
