namespace TorchBasics.Lessons.Rendering;

/// <summary>How a piece of a text is written.</summary>
public enum MarkKind
{
    /// <summary>As any text.</summary>
    Plain,

    /// <summary>In letters of one width.</summary>
    Code,

    /// <summary>So that it stands out.</summary>
    Strong,
}
