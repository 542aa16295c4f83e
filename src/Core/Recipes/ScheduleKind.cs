namespace TorchBasics.Core.Recipes;

/// <summary>How the learning rate changes during a run.</summary>
public enum ScheduleKind
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>Multiplied by a factor after each so many epochs, or after each third of the run.</summary>
    Step,

    /// <summary>Half a cosine from the full rate to zero (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>Up to the full rate in the first part of the run, then down to almost zero (Smith 2018).</summary>
    OneCycle,

    /// <summary>Multiplied by a factor, or set to another rate, after certain epochs.</summary>
    MultiStep,

    /// <summary>Multiplied by a factor after each epoch.</summary>
    Exponential,

    /// <summary>Divided by a power of 1 + gamma times the number of the step (the "inv" of Caffe).</summary>
    InverseDecay,
}
