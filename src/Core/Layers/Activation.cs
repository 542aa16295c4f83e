namespace TorchBasics.Core.Layers;

/// <summary>A function applied to each element by itself; any shape, unchanged.</summary>
public abstract record Activation : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;
}
