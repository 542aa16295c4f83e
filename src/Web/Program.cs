namespace TorchBasics.Web;

/// <summary>The runtime wants a program; all that the browser calls is in <see cref="Interop"/>.</summary>
internal static class Program
{
    private static void Main()
    {
    }
}
