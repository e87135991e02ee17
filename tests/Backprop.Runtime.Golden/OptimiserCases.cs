using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace Backprop.Runtime.Golden;

/// <summary>Six steps of each optimiser on given gradients, and clipping.</summary>
internal static class OptimiserCases
{
    private const int Steps = 6;

    public static void Write(string path)
    {
        var cases = new JsonObject
        {
            ["Sgd"] = Case(p => optim.SGD(p, 0.1)),
            ["Sgd momentum"] = Case(p => optim.SGD(p, 0.1, momentum: 0.9)),
            ["Adagrad"] = Case(p => optim.Adagrad(p, 0.1)),
            ["RmsProp"] = Case(p => optim.RMSProp(p, 0.01)),
            ["Adam"] = Case(p => optim.Adam(p, 0.01)),
            ["ByNorm"] = Clip(p => nn.utils.clip_grad_norm_(p, 1.5)),
            ["ByNorm unclipped"] = Clip(p => nn.utils.clip_grad_norm_(p, 1500)),
            ["ByValue"] = Clip(p =>
            {
                nn.utils.clip_grad_value_(p, 0.5);
                return 0;
            }),
        };
        Json.Write(path, "TorchSharp 0.107.0, double precision.", cases);
    }

    private static JsonObject Case(Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> make)
    {
        var parameter = new TorchSharp.Modules.Parameter(randn(4, 3), requires_grad: true);
        var start = Json.Array(parameter);
        var optimiser = make([parameter]);
        var gradients = new JsonArray();
        for (var step = 0; step < Steps; step++)
        {
            var gradient = randn(4, 3);
            gradients.Add(Json.Array(gradient));
            parameter.grad = gradient;
            optimiser.step();
        }

        return new JsonObject { ["start"] = start, ["gradients"] = gradients, ["end"] = Json.Array(parameter) };
    }

    private static JsonObject Clip(Func<TorchSharp.Modules.Parameter[], double> clip)
    {
        var parameters = new[] { (4, 3), (5, 1) }
            .Select(shape => new TorchSharp.Modules.Parameter(randn(shape.Item1, shape.Item2), requires_grad: true)).ToArray();
        var before = new JsonArray();
        foreach (var parameter in parameters)
        {
            parameter.grad = randn_like(parameter);
            before.Add(Json.Array(parameter.grad));
        }

        var norm = clip(parameters);
        return new JsonObject
        {
            ["before"] = before, ["norm"] = norm, ["after"] = new JsonArray([.. parameters.Select(p => Json.Array(p.grad!))]),
        };
    }
}
