namespace TorchBasics.Cli.Reports;

/// <summary>What a person is told on standard error, as a line of JSON where the output is JSON.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Kind">What kind of error it is; null for what is none, and for a fault of the program itself.</param>
/// <param name="Code">The exit code that an error leads to; null where it is not known yet, and for what is no error.</param>
/// <param name="Text">What there is to say.</param>
internal sealed record Message(MessageLevel Level, Core.Errors.ErrorKind? Kind, int? Code, string Text);
