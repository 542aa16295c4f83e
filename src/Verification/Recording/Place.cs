namespace TorchBasics.Verification.Recording;

/// <summary>Which number of a training step is meant.</summary>
/// <param name="Layer">Label of a layer, such as "conv1" or "relu2"; "loss" and "batch" are no layers but stand here too.</param>
/// <param name="Quantity">What of it: "output", "input.grad", "weight.grad", "weight", "momentum.weight", ...</param>
public readonly record struct Place(string Layer, string Quantity)
{
    /// <summary>The samples of a batch.</summary>
    public static Place Inputs => new("batch", "inputs");

    /// <summary>The right classes of a batch.</summary>
    public static Place Labels => new("batch", "labels");

    /// <summary>The loss.</summary>
    public static Place Loss => new("loss", "value");

    /// <summary>The gradient that the loss sends into the last layer.</summary>
    public static Place LossGradient => new("loss", "grad");

    /// <summary>Which elements a dropout kept.</summary>
    /// <param name="layer">Its label.</param>
    /// <returns>The place.</returns>
    public static Place Kept(string layer) => new(layer, "kept");

    /// <summary>The results of a layer.</summary>
    /// <param name="layer">Its label.</param>
    /// <returns>The place.</returns>
    public static Place Output(string layer) => new(layer, "output");

    /// <summary>A buffer of a layer, such as running statistics, after the step.</summary>
    /// <param name="layer">Its label.</param>
    /// <param name="buffer">Its name in the layer, such as "running_mean".</param>
    /// <returns>The place.</returns>
    // of a layer in it
    public static Place LayerBuffer(string layer, string buffer) => buffer.Contains('.') ? Parameter(buffer) : new(layer, buffer);

    /// <summary>The gradient that a layer sends to the one before it.</summary>
    /// <param name="layer">Its label.</param>
    /// <returns>The place.</returns>
    public static Place InputGradient(string layer) => new(layer, "input.grad");

    /// <summary>The gradient of a parameter.</summary>
    /// <param name="layer">Label of its layer.</param>
    /// <param name="parameter">Its name in the layer, such as "weight".</param>
    /// <returns>The place.</returns>
    public static Place ParameterGradient(string layer, string parameter) =>
        parameter.Contains('.') ? ParameterGradient(parameter) : new(layer, $"{parameter}.grad"); // of a layer in it

    /// <summary>The gradient of a parameter.</summary>
    /// <param name="name">Its full name, such as "conv1.weight".</param>
    /// <returns>The place.</returns>
    public static Place ParameterGradient(string name) => ParameterGradient(Parameter(name).Layer, Parameter(name).Quantity);

    /// <summary>A parameter after the update.</summary>
    /// <param name="name">Its full name, such as "conv1.weight".</param>
    /// <returns>The place.</returns>
    public static Place Parameter(string name) => Split(name, purpose: null);

    /// <summary>A buffer of the optimizer after the update.</summary>
    /// <param name="name">Full name of its parameter.</param>
    /// <param name="purpose">Which buffer, such as "momentum".</param>
    /// <returns>The place.</returns>
    public static Place Buffer(string name, string purpose) => Split(name, purpose);

    /// <inheritdoc/>
    public override string ToString() => $"{Layer}.{Quantity}";

    private static Place Split(string name, string? purpose)
    {
        var dot = name.LastIndexOf('.');
        return new(name[..dot], purpose is null ? name[(dot + 1)..] : $"{purpose}.{name[(dot + 1)..]}");
    }
}
