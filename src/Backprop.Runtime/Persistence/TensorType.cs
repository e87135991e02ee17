namespace Backprop.Runtime.Persistence;

/// <summary>How numbers are stored in a weights file, by safetensors' names.</summary>
public enum TensorType
{
    /// <summary>Double precision, 8 bytes: what the runtime computes with, saved without loss.</summary>
    F64,

    /// <summary>Single precision, 4 bytes: PyTorch's default.</summary>
    F32,

    /// <summary>Half precision, 2 bytes.</summary>
    F16,

    /// <summary>Brain floating point, 2 bytes: the upper half of an F32.</summary>
    BF16,
}
