using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Backprop.Runtime.Golden;

/// <summary>Both losses with both reductions: value and gradient.</summary>
internal static class LossCases
{
    private static readonly int[] Targets = [2, 0, 4, 4, 1, 3];

    public static void Write(string path)
    {
        var cases = new JsonObject();
        foreach (var reduction in new[] { torch.nn.Reduction.Mean, torch.nn.Reduction.Sum })
        {
            var logits = (torch.randn(Targets.Length, 5) * 30).requires_grad_();
            var entropy = cross_entropy(logits, torch.tensor(Targets, torch.int64), reduction: reduction);
            entropy.backward();
            cases[$"SoftmaxCrossEntropy {reduction}"] = new JsonObject
            {
                ["prediction"] = Json.Array(logits.t()),
                ["targets"] = new JsonArray([.. Targets.Select(target => (JsonNode)target)]),
                ["loss"] = entropy.item<double>(), ["gradient"] = Json.Array(logits.grad!.t()),
            };

            var (prediction, wanted) = (torch.randn(6, 5).requires_grad_(), torch.randn(6, 5));
            var squared = mse_loss(prediction, wanted, reduction);
            squared.backward();
            cases[$"SquaredError {reduction}"] = new JsonObject
            {
                ["prediction"] = Json.Array(prediction.t()), ["target"] = Json.Array(wanted.t()),
                ["loss"] = squared.item<double>(), ["gradient"] = Json.Array(prediction.grad!.t()),
            };
        }

        Json.Write(path, "TorchSharp 0.107.0, double precision. Matrices: feature x example.", cases);
    }
}
