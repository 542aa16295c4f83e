using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Managed.Core;

public class MalformedFileExceptionTests
{
    [Fact]
    public void The_message_names_file_place_and_reason()
    {
        var cause = new InvalidDataException();
        var error = new MalformedFileException("a/b.idx", 17, "the file ends here.", cause);

        Assert.Equal("a/b.idx, byte 17: the file ends here.", error.Message);
        Assert.Equal(
            ("a/b.idx", 17L, "the file ends here.", ErrorKind.Data), (error.Path, error.Offset, error.Reason, error.Kind));
        Assert.Same(cause, error.InnerException);
    }
}
