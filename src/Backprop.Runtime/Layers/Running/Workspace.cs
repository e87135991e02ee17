namespace Backprop.Runtime.Layers.Running;

/// <summary>Buffers that are made once and grow only when a larger shape comes along.</summary>
internal static class Workspace
{
    /// <summary>Makes the buffer at least this long; its contents are lost if it has to grow.</summary>
    public static void Grow(ref double[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<double>(length);
        }
    }
}
