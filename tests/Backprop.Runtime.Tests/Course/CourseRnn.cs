using Backprop.Runtime.Tests.Golden;
using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Course;

/// <summary>The course's names for the parameters (Wax, Waa, ba, Wya, by) put into the runtime's.</summary>
internal static class CourseRnn
{
    public static RnnCell Cell(GoldenCase data)
    {
        var cell = new RnnCell(data.Input("Wax").Shape[1], data.Input("Wax").Shape[0]);
        cell.Parameters.InputWeight.Set(data.Input("Wax").Matrix());
        cell.Parameters.RecurrentWeight.Set(data.Input("Waa").Matrix());
        cell.Parameters.InputBias.Set(data.Input("ba").Matrix());
        return cell;
    }

    public static Dense Head(GoldenCase data)
    {
        var head = new Dense(data.Input("Wya").Shape[1], data.Input("Wya").Shape[0]);
        head.Weight.Set(data.Input("Wya").Matrix());
        head.Bias.Set(data.Input("by").Matrix());
        return head;
    }

    public static UpstreamGradient[] Upstream(GoldenArray da) => da.Steps().Select(step => new UpstreamGradient(step)).ToArray();

    public static void AssertParameters(GoldenCase expected, RnnCell cell)
    {
        Close.To(expected.Array("dWax"), cell.Parameters.InputWeight.Gradient);
        Close.To(expected.Array("dWaa"), cell.Parameters.RecurrentWeight.Gradient);
        Close.To(expected.Array("dba"), cell.Parameters.InputBias.Gradient);
        Close.To(expected.Array("dba"), cell.Parameters.RecurrentBias.Gradient);
    }
}
